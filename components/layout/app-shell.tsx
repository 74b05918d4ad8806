"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { PausedBanner } from "#components/queues/environment-pause.tsx";
import { useShortcut } from "#components/ui/shortcuts.tsx";
import { type Place, PlaceProvider } from "#components/workspace/environment-context.tsx";
import { RunsFeed } from "#components/workspace/runs-feed.tsx";
import { NavigationProgress } from "./navigation-progress.tsx";
import { OutageBanner } from "./outage-banner.tsx";
import { COOKIES, writeCookie } from "./preferences.ts";
import { ShellContext } from "./shell-context.tsx";
import { Sidebar } from "./sidebar.tsx";

// Opened now and then: not part of every page.
const loadCommandMenu = () =>
  import("#components/command-menu/command-menu.tsx").then((module) => module.CommandMenu);
const CommandMenu = dynamic(loadCommandMenu);
const Drawer = dynamic(() => import("#components/ui/dialog.tsx").then((module) => module.Drawer));
const ShortcutSheet = dynamic(() =>
  import("#components/ui/shortcut-sheet.tsx").then((module) => module.ShortcutSheet),
);

/** Fetched while Ctrl or ⌘ goes down, so that what is typed right after the K is not lost. */
function useEarlyCommandMenu(): void {
  useEffect(() => {
    const load = ({ key }: KeyboardEvent) => {
      if (key === "Control" || key === "Meta") void loadCommandMenu();
    };
    window.addEventListener("keydown", load);
    return () => window.removeEventListener("keydown", load);
  }, []);
}

export type AppShellProps = {
  place: Place;
  isInitiallyCollapsed: boolean;
  children: ReactNode;
};

/** Sidebar, floating layers and the live feed around every page of an environment. */
export function AppShell({ place, isInitiallyCollapsed, children }: AppShellProps): ReactNode {
  const [isCollapsed, setIsCollapsed] = useState(isInitiallyCollapsed);
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const shell = useMemo(
    () => ({
      openNavigation: () => setIsDrawerOpen(true),
      openCommandMenu: () => setIsMenuOpen(true),
      openShortcutSheet: () => setIsSheetOpen(true),
      toggleSidebar: () => {
        writeCookie(COOKIES.sidebar, isCollapsed ? "open" : "collapsed");
        setIsCollapsed(!isCollapsed);
      },
    }),
    [isCollapsed],
  );
  useEarlyCommandMenu();
  useShortcut({
    keys: "mod+b",
    label: isCollapsed ? "Expand the sidebar" : "Collapse the sidebar",
    group: "Everywhere",
    run: shell.toggleSidebar,
  });
  useShortcut({
    keys: "mod+k",
    label: "Search and commands",
    group: "Everywhere",
    isActiveWhileTyping: true,
    run: () => setIsMenuOpen(true),
  });
  useShortcut({
    keys: "?",
    label: "Keyboard shortcuts",
    group: "Everywhere",
    run: () => setIsSheetOpen(true),
  });
  return (
    <PlaceProvider place={place}>
      <ShellContext.Provider value={shell}>
        <NavigationProgress />
        <RunsFeed environmentId={place.environment.id}>
          <a
            href="#main"
            className="fixed top-2 left-2 z-50 -translate-y-16 rounded-control bg-accent px-3 py-2 font-medium text-accent-text focus:translate-y-0"
          >
            Skip to content
          </a>
          <div className="flex h-dvh overflow-hidden">
            <div
              className={`hidden shrink-0 border-border border-r bg-surface md:flex ${isCollapsed ? "w-13" : "w-58"}`}
            >
              <Sidebar isCollapsed={isCollapsed} onToggle={shell.toggleSidebar} />
            </div>
            <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col outline-none">
              <OutageBanner />
              <PausedBanner />
              {children}
            </main>
          </div>
          {isDrawerOpen && (
            <Drawer isOpen onOpenChange={setIsDrawerOpen} title="Navigation">
              <Sidebar isCollapsed={false} onNavigate={() => setIsDrawerOpen(false)} />
            </Drawer>
          )}
          {isMenuOpen && <CommandMenu isOpen onOpenChange={setIsMenuOpen} />}
          {isSheetOpen && <ShortcutSheet isOpen onOpenChange={setIsSheetOpen} />}
        </RunsFeed>
      </ShellContext.Provider>
    </PlaceProvider>
  );
}
