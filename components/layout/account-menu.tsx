"use client";

import { Keyboard, LogOut, UserRound } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { signOut } from "#components/account/mutations.ts";
import { describeError } from "#components/api/api-error.ts";
import { cn } from "#components/ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import {
  applyDensity,
  applyTheme,
  type Density,
  readDensity,
  readTheme,
  type Theme,
} from "./preferences.ts";
import { useShell } from "./shell-context.tsx";
import { SWITCHER_STYLE } from "./switcher-style.ts";

export function AccountMenu({ isCollapsed }: { isCollapsed: boolean }): ReactNode {
  const { user } = usePlace().workspace;
  const { openShortcutSheet } = useShell();
  const router = useRouter();
  const name = user.name || user.email;
  const leave = () => signOut().catch((error) => showToast(describeError(error).message, "danger"));
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={isCollapsed ? `Account: ${name}` : undefined}
        className={cn(SWITCHER_STYLE, "h-8", isCollapsed ? "w-8 justify-center px-0" : "flex-1")}
      >
        <Initial name={name} />
        {!isCollapsed && (
          <>
            <span className="sr-only">Account:</span>
            <span className="truncate">{name}</span>
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent side="top" className="min-w-60">
        <div className="min-w-0 px-2 py-1.5">
          <p className="truncate font-medium">{user.name || "No name yet"}</p>
          <p className="truncate text-caption text-text-muted">{user.email}</p>
        </div>
        <DropdownMenuSeparator />
        <PreferenceItems />
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => router.push("/account")}>
          <UserRound aria-hidden className="size-3.5" />
          Account
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={openShortcutSheet}>
          <Keyboard aria-hidden className="size-3.5" />
          <span className="flex-1">Keyboard shortcuts</span>
          <Kbd keys="?" />
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void leave()}>
          <LogOut aria-hidden className="size-3.5" />
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** Mounted with the menu, so it reads what is in force each time it opens. */
function PreferenceItems(): ReactNode {
  const [theme, setTheme] = useState<Theme>(readTheme);
  const [density, setDensity] = useState<Density>(readDensity);
  const chooseTheme = (value: Theme) => {
    applyTheme(value);
    setTheme(value);
  };
  const chooseDensity = (value: Density) => {
    applyDensity(value);
    setDensity(value);
  };
  return (
    <>
      <DropdownMenuLabel>Theme</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme}>
        <Choice value="system" label="System" onChoose={() => chooseTheme("system")} />
        <Choice value="light" label="Light" onChoose={() => chooseTheme("light")} />
        <Choice value="dark" label="Dark" onChoose={() => chooseTheme("dark")} />
      </DropdownMenuRadioGroup>
      <DropdownMenuLabel>Row height</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={density}>
        <Choice value="default" label="Default" onChoose={() => chooseDensity("default")} />
        <Choice value="compact" label="Compact" onChoose={() => chooseDensity("compact")} />
      </DropdownMenuRadioGroup>
    </>
  );
}

function Choice(props: { value: string; label: string; onChoose: () => void }): ReactNode {
  return (
    <DropdownMenuRadioItem
      value={props.value}
      onSelect={(event) => {
        // The menu stays open: the effect is seen behind it.
        event.preventDefault();
        props.onChoose();
      }}
    >
      {props.label}
    </DropdownMenuRadioItem>
  );
}

function Initial({ name }: { name: string }): ReactNode {
  return (
    <span
      aria-hidden
      className="flex size-5 shrink-0 items-center justify-center rounded-full bg-accent-bg font-semibold text-accent text-caption uppercase"
    >
      {name.trim().slice(0, 1)}
    </span>
  );
}
