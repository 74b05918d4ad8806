"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { RadioGroup } from "radix-ui";
import { type ReactNode, useEffect, useState } from "react";
import { applyTheme, readTheme, THEMES, type Theme } from "#components/layout/preferences.ts";

const LOOKS = {
  system: { label: "System", icon: Monitor },
  light: { label: "Light", icon: Sun },
  dark: { label: "Dark", icon: Moon },
} as const;

export function ThemeChoice(): ReactNode {
  const [theme, setTheme] = useState<Theme>("system");
  // The cookie is the browser's to know; the server draws the default.
  useEffect(() => setTheme(readTheme()), []);
  const choose = (value: string) => {
    const chosen = THEMES.find((one) => one === value) ?? "system";
    applyTheme(chosen);
    setTheme(chosen);
  };
  return (
    <RadioGroup.Root
      value={theme}
      onValueChange={choose}
      aria-label="Theme"
      className="grid grid-cols-3 gap-2"
    >
      {THEMES.map((value) => {
        const { label, icon: Icon } = LOOKS[value];
        return (
          <RadioGroup.Item
            key={value}
            value={value}
            className="flex h-10 items-center justify-center gap-2 rounded-control border border-border-strong font-medium text-text-muted hover:bg-raised data-[state=checked]:border-accent data-[state=checked]:bg-accent-bg data-[state=checked]:text-text pointer-coarse:h-11"
          >
            <Icon aria-hidden className="size-4" />
            {label}
          </RadioGroup.Item>
        );
      })}
    </RadioGroup.Root>
  );
}
