"use client";

import type { ReactNode } from "react";

/**
 * Runs while the page is parsed, before the first paint. React never runs scripts that it creates in
 * the browser and warns about them; there the type says that this one is not meant to run.
 */
export function InlineScript({ code }: { code: string }): ReactNode {
  return (
    <script
      type={typeof window === "undefined" ? "text/javascript" : "text/plain"}
      suppressHydrationWarning
      // biome-ignore lint/security/noDangerouslySetInnerHtml: only ever a constant of our own.
      dangerouslySetInnerHTML={{ __html: code }}
    />
  );
}
