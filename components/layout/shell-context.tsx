"use client";

import { createContext, useContext } from "react";

export type Shell = {
  openNavigation: () => void;
  openCommandMenu: () => void;
  openShortcutSheet: () => void;
  toggleSidebar: () => void;
};

const NOTHING: Shell = {
  openNavigation: () => {},
  openCommandMenu: () => {},
  openShortcutSheet: () => {},
  toggleSidebar: () => {},
};

export const ShellContext = createContext<Shell>(NOTHING);

export function useShell(): Shell {
  return useContext(ShellContext);
}
