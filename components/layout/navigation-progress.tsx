"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { endNavigation, usePendingPath } from "./pending-navigation.ts";

/** A thin line above everything while the next page is on its way: on a slow network, that is all there is to see of it. */
export function NavigationProgress(): ReactNode {
  const pathname = usePathname();
  const search = useSearchParams().toString();
  const isPending = usePendingPath() !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another address is what ends it.
  useEffect(endNavigation, [pathname, search]);
  if (!isPending) return null;
  return (
    <div
      role="progressbar"
      aria-label="Loading the page"
      className="navigation-progress fixed inset-x-0 top-0 z-50 h-0.5 overflow-hidden bg-accent-bg"
    />
  );
}
