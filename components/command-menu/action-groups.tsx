"use client";

import {
  Keyboard,
  LogOut,
  Monitor,
  Moon,
  PanelLeft,
  Plus,
  Rows3,
  Rows4,
  Sun,
  UserRound,
  Zap,
} from "lucide-react";
import { type ReactNode, useState } from "react";
import { signOut } from "#components/account/mutations.ts";
import { describeError } from "#components/api/api-error.ts";
import { applyDensity, applyTheme } from "#components/layout/preferences.ts";
import { useShell } from "#components/layout/shell-context.tsx";
import { listShortcuts } from "#components/ui/shortcut-store.ts";
import { showToast } from "#components/ui/toast.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { NEW_ORGANIZATION_PATH, newProjectPath } from "#components/workspace/paths.ts";
import { MenuGroup, MenuItem } from "./menu-parts.tsx";

const PAGE_LAYER = 0;

/** What the page below can do: everything on it that declares a key of its own. */
export function PageActionGroup({ act }: { act: (action: () => void) => void }): ReactNode {
  const [actions] = useState(() =>
    listShortcuts(PAGE_LAYER).filter(({ group }) => group === "This page"),
  );
  if (actions.length === 0) return null;
  return (
    <MenuGroup heading="On this page">
      {actions.map(({ keys, label, run }) => (
        <MenuItem
          key={keys}
          icon={Zap}
          keys={keys}
          // A page may have two of one name.
          value={`${label} (${keys})`}
          onSelect={() => act(run)}
        >
          {label}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

type Props = { act: (action: () => void) => void; go: (href: string) => void };

/** What can be done from every page. */
export function EverywhereGroup({ act, go }: Props): ReactNode {
  const shell = useShell();
  const { workspace, organization } = usePlace();
  const leave = () => signOut().catch((error) => showToast(describeError(error).message, "danger"));
  return (
    <MenuGroup heading="Do">
      <MenuItem icon={Sun} value="Theme: light" onSelect={() => act(() => applyTheme("light"))} />
      <MenuItem icon={Moon} value="Theme: dark" onSelect={() => act(() => applyTheme("dark"))} />
      <MenuItem
        icon={Monitor}
        value="Theme: as the system"
        onSelect={() => act(() => applyTheme("system"))}
      />
      <MenuItem
        icon={Rows3}
        value="Row height: default"
        onSelect={() => act(() => applyDensity("default"))}
      />
      <MenuItem
        icon={Rows4}
        value="Row height: compact"
        onSelect={() => act(() => applyDensity("compact"))}
      />
      <MenuItem
        icon={PanelLeft}
        keys="mod+b"
        value="Collapse or expand the sidebar"
        onSelect={() => act(shell.toggleSidebar)}
      />
      <MenuItem
        icon={Keyboard}
        keys="?"
        value="Keyboard shortcuts"
        onSelect={() => act(shell.openShortcutSheet)}
      />
      <MenuItem
        icon={Plus}
        value="New project"
        onSelect={() => go(newProjectPath(organization.slug))}
      />
      {workspace.user.isAdministrator && (
        <MenuItem icon={Plus} value="New organization" onSelect={() => go(NEW_ORGANIZATION_PATH)} />
      )}
      <MenuItem icon={UserRound} value="Account" onSelect={() => go("/account")} />
      <MenuItem icon={LogOut} value="Sign out" onSelect={() => act(() => void leave())} />
    </MenuGroup>
  );
}
