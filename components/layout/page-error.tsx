"use client";

import type { ReactNode } from "react";
import { ErrorCallout } from "#components/ui/error-callout.tsx";

export function PageError(props: {
  error: Error & { digest?: string };
  reset: () => void;
  /** Where else to go. */
  children?: ReactNode;
}): ReactNode {
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-4 p-4 pt-12">
      <ErrorCallout
        title="This page could not be shown"
        message="Your runs are not affected: only drawing the page failed. Try again; if it stays, the id below finds the cause in the server’s log."
        requestId={props.error.digest}
        onRetry={props.reset}
      />
      <div>{props.children}</div>
    </div>
  );
}
