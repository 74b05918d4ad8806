"use client";

import { createContext, useContext } from "react";

export type Shell = {
  openNavigation: () => void;
  openCommandMenu: () => void;
  openShortcutSheet: () => void;
};

const NOTHING: Shell = {
  openNavigation: () => {},
  openCommandMenu: () => {},
  openShortcutSheet: () => {},
};

export const ShellContext = createContext<Shell>(NOTHING);

export function useShell(): Shell {
  return useContext(ShellContext);
}
