"use client";

import {
  Bug,
  ChevronRight,
  Info,
  Link2,
  type LucideIcon,
  Terminal,
  TriangleAlert,
  X,
} from "lucide-react";
import { memo, type ReactNode, useState } from "react";
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

const BASE_STYLE = "group/log relative px-4";
const LINE_STYLE = `${BASE_STYLE} hover:bg-surface`;
const DANGER_STYLE = `${BASE_STYLE} bg-danger-bg`;
const PINNED_STYLE = `${BASE_STYLE} bg-accent-bg`;
const LEVEL = "flex w-14 shrink-0 items-center gap-1 font-sans";
/** Made once, not for each line. */
const LEVEL_STYLES: Record<Tone, string> = {
  neutral: `${LEVEL} ${TONE_TEXT.neutral}`,
  info: `${LEVEL} ${TONE_TEXT.info}`,
  success: `${LEVEL} ${TONE_TEXT.success}`,
  danger: `${LEVEL} ${TONE_TEXT.danger}`,
  warning: `${LEVEL} ${TONE_TEXT.warning}`,
};

export type LogLineProps = {
  log: LogEvent;
  isAttemptShown: boolean;
  isOpen: boolean;
  /** A link led to it. */
  isPinned: boolean;
  /** The same functions all the time, or lines are drawn again. */
  onToggle: (id: string) => void;
  onPin: (id: string) => void;
};

/** Drawn again only when something of it changes: a long log scrolls through many. */
export const LogLine = memo(LogLineItem);

function LogLineItem(props: LogLineProps): ReactNode {
  const { log, isAttemptShown, isOpen, isPinned, onToggle, onPin } = props;
  // Its buttons are made for the line that is pointed at, not for each that scrolls by.
  const [isNear, setIsNear] = useState(false);
  const { label, tone, icon: Icon } = LEVELS[log.level];
  const hasAttributes = log.attributes !== undefined && Object.keys(log.attributes).length > 0;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: being near only makes the buttons inside of it.
    <div
      aria-current={isPinned || undefined}
      onPointerEnter={() => setIsNear(true)}
      onFocus={() => setIsNear(true)}
      className={isPinned ? PINNED_STYLE : tone === "danger" ? DANGER_STYLE : LINE_STYLE}
    >
      <div className="flex min-w-0 items-start gap-3 py-1 font-mono text-mono max-sm:flex-wrap max-sm:gap-x-3 max-sm:gap-y-0">
        <a
          href={`?log=${log.id}`}
          aria-label="Link to this line"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            onPin(log.id);
          }}
          className="shrink-0 rounded-small text-text-muted tabular-nums hover:text-text hover:underline"
        >
          <ClockTime value={log.at} />
        </a>
        <span className={LEVEL_STYLES[tone]}>
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
            onClick={() => onToggle(log.id)}
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
      {isNear && (
        <span className="absolute top-0.5 right-0 flex bg-surface opacity-0 group-focus-within/log:opacity-100 group-hover/log:opacity-100">
          <CopyButton value={log.message} label="Copy message" className="size-6" />
          <CopyButton
            value={() => Promise.resolve(linkTo(log.id))}
            label="Copy link to this line"
            icon={<Link2 aria-hidden className="size-3.5" />}
            className="size-6"
          />
        </span>
      )}
    </div>
  );
}

/** The page with this line pinned; what else the address says stays. */
function linkTo(logId: string): string {
  const url = new URL(window.location.href);
  url.searchParams.set("log", logId);
  return url.toString();
}

function countLabel(attributes: Record<string, unknown> | undefined): string {
  const count = Object.keys(attributes ?? {}).length;
  return count === 1 ? "1 attribute" : `${count} attributes`;
}
