"use client";

import { useEffect } from "react";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { titleSuffix } from "./title-suffix.ts";

/** Names the tab after what the page shows, once that is known: a queue's name says more than its id. */
export function usePageTitle(name: string | undefined): void {
  const { project, environment } = usePlace();
  const suffix = titleSuffix(project, environment);
  useEffect(() => {
    if (name === undefined) return;
    return holdTitle(`${name}${suffix}`);
  }, [name, suffix]);
}

/**
 * Next writes the page's own title a moment after a navigation; ours says more and wins. What ends it leaves
 * the last title that Next wrote, which on the way to another page is that page's.
 */
export function holdTitle(title: string): () => void {
  let given = document.title;
  const write = () => {
    if (document.title === title) return;
    given = document.title;
    document.title = title;
  };
  write();
  const observer = new MutationObserver(write);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  return () => {
    observer.disconnect();
    document.title = given;
  };
}
