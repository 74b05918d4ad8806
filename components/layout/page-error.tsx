"use client";

import type { ReactNode } from "react";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useUnavailableReason, useWhenGone } from "./use-health.ts";

/** Says whether runs are affected as well; a page that failed with all the rest comes back with it. */
export function PageError(props: {
  error: Error & { digest?: string };
  reset: () => void;
  /** Where else to go. */
  children?: ReactNode;
}): ReactNode {
  const unavailable = useUnavailableReason();
  // What failed on the server has to be asked for again; drawing the same answer once more would fail as before.
  const retry = () => (props.error.digest ? window.location.reload() : props.reset());
  useWhenGone(unavailable, retry);
  return (
    <div className="mx-auto flex w-full max-w-2xl flex-col gap-4 p-4 pt-12">
      <ErrorCallout
        title="This page could not be shown"
        message={
          unavailable === undefined
            ? "Your runs are not affected: only drawing the page failed. Try again; if it stays, the id below finds the cause in the server’s log."
            : `${unavailable} Runs that are queued wait until that is over; none is lost. This page is shown again by itself then.`
        }
        requestId={props.error.digest}
        onRetry={retry}
      />
      <div>{props.children}</div>
    </div>
  );
}
