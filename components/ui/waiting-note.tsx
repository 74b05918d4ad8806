import type { ReactNode } from "react";
import { Spinner } from "./spinner.tsx";

/** Under an empty page that looks again and again: nobody has to reload it. */
export function WaitingNote({ children }: { children: string }): ReactNode {
  return (
    <p role="status" className="flex items-center gap-2 text-text-muted">
      <Spinner className="shrink-0" />
      <span>{children} This page updates by itself.</span>
    </p>
  );
}
