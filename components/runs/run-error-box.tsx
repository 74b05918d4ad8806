"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "#components/ui/cn.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import type { RunError } from "#sdk/wire/api.ts";

/** The customer's error: name and message first, the stack one click away. */
export function RunErrorBox(props: { error: RunError; isOpen?: boolean }): ReactNode {
  const { error } = props;
  const [isOpen, setIsOpen] = useState(props.isOpen ?? false);
  return (
    <section
      aria-label="Error"
      className="min-w-0 rounded-panel border border-danger/30 bg-danger-bg"
    >
      <div className="flex items-start gap-2 p-3 pb-2">
        <div className="min-w-0 flex-1">
          <p className="font-medium text-danger">{error.name ?? "Error"}</p>
          <p className="whitespace-pre-wrap break-words font-mono text-mono">{error.message}</p>
        </div>
        <CopyButton value={asText(error)} label="Copy error" />
      </div>
      {error.stackTrace !== undefined && error.stackTrace !== "" && (
        <div className="border-danger/20 border-t">
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            className="flex h-8 w-full items-center gap-1 px-2 text-caption text-text-muted hover:text-text"
          >
            <ChevronRight aria-hidden className={cn("size-3.5", isOpen && "rotate-90")} />
            Stack
          </button>
          {isOpen && (
            <pre
              // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
              tabIndex={0}
              className="max-h-80 overflow-auto px-3 pb-3 font-mono text-mono"
            >
              {error.stackTrace}
            </pre>
          )}
        </div>
      )}
      {error.causes?.map((cause, index) => (
        <p
          // biome-ignore lint/suspicious/noArrayIndexKey: a chain of causes has no ids and never reorders.
          key={index}
          className="break-words border-danger/20 border-t px-3 py-2 font-mono text-mono"
        >
          <span className="font-sans text-text-muted">Caused by </span>
          {cause.name === undefined ? "" : `${cause.name}: `}
          {cause.message}
        </p>
      ))}
    </section>
  );
}

function asText(error: RunError): string {
  return error.stackTrace || `${error.name ?? "Error"}: ${error.message}`;
}
