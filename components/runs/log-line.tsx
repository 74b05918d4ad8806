"use client";

import { Bug, ChevronRight, Info, type LucideIcon, Terminal, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { ClockTime } from "#components/ui/time.tsx";
import { TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import type { EventLevel } from "#sdk/wire/protocol.ts";
import type { LogEvent } from "./log-levels.ts";

const LEVELS: Record<EventLevel, { label: string; tone: Tone; icon: LucideIcon }> = {
  DEBUG: { label: "Debug", tone: "neutral", icon: Bug },
  LOG: { label: "Log", tone: "neutral", icon: Terminal },
  INFO: { label: "Info", tone: "info", icon: Info },
  WARN: { label: "Warn", tone: "warning", icon: TriangleAlert },
  ERROR: { label: "Error", tone: "danger", icon: X },
};

export type LogLineProps = {
  log: LogEvent;
  isAttemptShown: boolean;
  isOpen: boolean;
  onToggle: () => void;
};

export function LogLine({ log, isAttemptShown, isOpen, onToggle }: LogLineProps): ReactNode {
  const { label, tone, icon: Icon } = LEVELS[log.level];
  const hasAttributes = log.attributes !== undefined && Object.keys(log.attributes).length > 0;
  return (
    <div
      className={cn(
        "group/log relative px-4 hover:bg-surface",
        tone === "danger" && "bg-danger-bg",
      )}
    >
      <div className="flex min-w-0 items-start gap-3 py-1 font-mono text-mono max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-0">
        <ClockTime value={log.at} className="shrink-0 text-text-muted tabular-nums" />
        <span className={cn("flex w-14 shrink-0 items-center gap-1 font-sans", TONE_TEXT[tone])}>
          <Icon aria-hidden className="size-3.5" />
          {label}
        </span>
        {isAttemptShown && (
          <span title={`Attempt ${log.attempt}`} className="shrink-0 text-text-muted">
            #{log.attempt}
          </span>
        )}
        <span className="min-w-0 flex-1 whitespace-pre-wrap break-words max-sm:basis-full">
          {log.message}
        </span>
        {hasAttributes && (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={onToggle}
            className="hit-area flex h-5 shrink-0 items-center gap-1 rounded-small px-1 font-sans text-caption text-text-muted hover:text-text"
          >
            <ChevronRight aria-hidden className={cn("size-3", isOpen && "rotate-90")} />
            {countLabel(log.attributes)}
          </button>
        )}
      </div>
      {isOpen && hasAttributes && (
        <div className="pb-2 sm:pl-26">
          <JsonViewer value={log.attributes} fileName={`log-${log.id}`} />
        </div>
      )}
      <CopyButton
        value={log.message}
        label="Copy message"
        className="absolute top-0.5 right-0 size-6 bg-surface opacity-0 group-focus-within/log:opacity-100 group-hover/log:opacity-100"
      />
    </div>
  );
}

function countLabel(attributes: Record<string, unknown> | undefined): string {
  const count = Object.keys(attributes ?? {}).length;
  return count === 1 ? "1 attribute" : `${count} attributes`;
}
