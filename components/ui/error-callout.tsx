"use client";

import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

export type ErrorCalloutProps = {
  title: string;
  message: string;
  requestId?: string | undefined;
  onRetry?: () => void;
  className?: string;
};

/** What happened, the next step, and the id that finds the request in the server's log. */
export function ErrorCallout(props: ErrorCalloutProps): ReactNode {
  const { title, message, requestId, onRetry, className } = props;
  return (
    <div
      role="alert"
      className={cn(
        "flex min-w-0 max-w-3xl gap-2 rounded-panel border border-danger/30 bg-danger-bg p-3",
        className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="font-medium text-danger">{title}</p>
        <p className="break-words text-text">{message}</p>
        {requestId !== undefined && (
          <p className="flex items-center gap-1 text-caption text-text-muted">
            <span className="shrink-0">Request</span>
            <code className="min-w-0 truncate font-mono">{requestId}</code>
            <CopyButton value={requestId} label="Copy request id" />
          </p>
        )}
        {onRetry !== undefined && (
          <div className="pt-1">
            <Button size="small" onClick={onRetry}>
              Retry
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}
