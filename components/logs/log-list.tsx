"use client";

import { Bug, ChevronRight, Info, type LucideIcon, Terminal, TriangleAlert, X } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { shortRunId } from "#components/runs/run-id.ts";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { ClockTime } from "#components/ui/time.tsx";
import { TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { EventLevel } from "#sdk/wire/protocol.ts";
import type { LogLineView } from "#worker/domain/insight/views.ts";

const LEVELS: Record<EventLevel, { label: string; tone: Tone; icon: LucideIcon }> = {
  DEBUG: { label: "Debug", tone: "neutral", icon: Bug },
  LOG: { label: "Log", tone: "neutral", icon: Terminal },
  INFO: { label: "Info", tone: "info", icon: Info },
  WARN: { label: "Warn", tone: "warning", icon: TriangleAlert },
  ERROR: { label: "Error", tone: "danger", icon: X },
};

/** Off the screen a line costs nothing to draw (`content-visibility`); pages of 100 come as they are asked for. */
export function LogList(props: { lines: readonly LogLineView[]; footer: ReactNode }): ReactNode {
  return (
    <section
      className="min-h-0 flex-1 overflow-y-auto"
      aria-label="Log lines"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
    >
      <ol>
        {props.lines.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ol>
      {props.footer}
    </section>
  );
}

const SHOWN_CHARACTERS = 2_000;

function Line({ line }: { line: LogLineView }): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const paths = usePaths();
  const { label, tone, icon: Icon } = LEVELS[line.level];
  const hasMore = line.attributes !== undefined || line.message.length > SHOWN_CHARACTERS;
  return (
    <li
      className={cn(
        "border-border border-b px-4 py-1 [contain-intrinsic-size:auto_29px] [content-visibility:auto] hover:bg-surface",
        tone === "danger" && "bg-danger-bg",
      )}
    >
      <div className="flex min-h-6 min-w-0 items-start gap-x-3 font-mono text-mono leading-6 max-sm:flex-wrap">
        <ClockTime value={line.at} className="shrink-0 text-text-muted tabular-nums" />
        <span className={cn("flex w-14 shrink-0 items-center gap-1 font-sans", TONE_TEXT[tone])}>
          <Icon aria-hidden className="size-3.5" />
          {label}
        </span>
        <span
          title={line.task}
          className="w-36 shrink-0 truncate min-[1800px]:w-80 max-sm:w-auto max-sm:grow max-sm:basis-32"
        >
          {line.task}
        </span>
        <Link
          href={paths.run(line.runId)}
          title={line.runId}
          className="w-32 shrink-0 truncate text-accent hover:underline"
        >
          {shortRunId(line.runId)}
        </Link>
        <span className="min-w-0 flex-1 whitespace-pre-wrap break-words">
          {isOpen ? line.message : line.message.slice(0, SHOWN_CHARACTERS)}
        </span>
        {hasMore && (
          <Button
            size="icon"
            variant="ghost"
            label={isOpen ? "Show less" : "Show all of it"}
            aria-expanded={isOpen}
            className="size-6 shrink-0"
            onClick={() => setIsOpen(!isOpen)}
          >
            <ChevronRight aria-hidden className={cn("size-3.5", isOpen && "rotate-90")} />
          </Button>
        )}
      </div>
      {isOpen && line.attributes !== undefined && (
        <div className="py-2">
          <JsonViewer value={line.attributes} fileName={`${line.runId}-log`} />
        </div>
      )}
    </li>
  );
}
