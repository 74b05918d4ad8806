"use client";

import { ArrowDownToLine } from "lucide-react";
import {
  type Dispatch,
  type ReactNode,
  type SetStateAction,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Select } from "#components/ui/select.tsx";
import { VirtualList } from "#components/ui/virtual-list.tsx";
import type { RunObject } from "#sdk/wire/api.ts";
import type { RunEventView } from "#worker/domain/views.ts";
import {
  LOG_LEVEL_OPTIONS,
  type LogEvent,
  logsFrom,
  type MinLevel,
  parseMinLevel,
} from "./log-levels.ts";
import { LogLine } from "./log-line.tsx";
import { RUN_STATUS } from "./run-status.tsx";

export type RunLogsProps = {
  run: RunObject;
  events: readonly RunEventView[];
  isFollowing: boolean;
  onFollowingChange: (isFollowing: boolean) => void;
  /** A link led to it. */
  pinnedId: string | undefined;
  onPin: (logId: string) => void;
};

const LINE_PX = 28;
const AT_END_WITHIN_PX = 24;

/** Newest at the bottom. While following, the end stays in view; scrolling up lets go of it. */
export function RunLogs(props: RunLogsProps): ReactNode {
  const { run, events, isFollowing, onFollowingChange, pinnedId } = props;
  const scrollRef = useRef<HTMLDivElement>(null);
  const [minLevel, setMinLevel] = useState<MinLevel>("DEBUG");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const logs = useMemo(() => logsFrom(events, minLevel), [events, minLevel]);
  const follow = useCallback(() => {
    const list = scrollRef.current;
    if (isFollowing && list) list.scrollTop = list.scrollHeight;
  }, [isFollowing]);
  const onScroll = () => {
    const list = scrollRef.current;
    if (!list) return;
    const isAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < AT_END_WITHIN_PX;
    if (isAtEnd !== isFollowing && list.scrollHeight > list.clientHeight)
      onFollowingChange(isAtEnd);
  };
  const actions = useLineActions(props, setOpen);
  return (
    <section aria-label="Logs" className="flex min-h-48 flex-1 flex-col border-border border-t">
      <div className="flex h-10 shrink-0 items-center gap-2 border-border border-b px-4">
        <h2 className="font-semibold text-section">Logs</h2>
        <span className="text-caption text-text-muted tabular-nums">{logs.length}</span>
        <Select
          aria-label="Lowest level shown"
          className="ml-auto h-7 w-44"
          value={minLevel}
          onValueChange={(value) => setMinLevel(parseMinLevel(value))}
          options={LOG_LEVEL_OPTIONS}
        />
        <Button
          size="small"
          variant={isFollowing ? "secondary" : "ghost"}
          shortcut="l"
          label="Follow the end of the log"
          aria-pressed={isFollowing}
          onClick={() => onFollowingChange(!isFollowing)}
        >
          <ArrowDownToLine aria-hidden className={cn("size-3.5", isFollowing && "text-accent")} />
          Follow
        </Button>
      </div>
      <div
        ref={scrollRef}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        role="log"
        aria-label="Log lines"
        aria-live="off"
        onScroll={onScroll}
        className="min-h-0 flex-1 overflow-auto py-1 -outline-offset-2 max-lg:max-h-[70vh]"
      >
        {logs.length === 0 && (
          <p className="px-4 py-2 text-text-muted">{emptyText(run, minLevel)}</p>
        )}
        <VirtualList
          items={logs}
          scrollRef={scrollRef}
          rowHeightPx={LINE_PX}
          keyOf={(log: LogEvent) => log.id}
          onHeightChange={follow}
          shownKey={pinnedId}
        >
          {(log) => (
            <LogLine
              log={log}
              isAttemptShown={run.attemptCount > 1}
              isOpen={open.has(log.id)}
              isPinned={log.id === pinnedId}
              onToggle={actions.toggle}
              onPin={actions.pin}
            />
          )}
        </VirtualList>
      </div>
    </section>
  );
}

/** The same two functions all the time. Reading a line and being carried away from it do not go together. */
function useLineActions(
  { onFollowingChange, onPin }: RunLogsProps,
  setOpen: Dispatch<SetStateAction<ReadonlySet<string>>>,
) {
  const latest = useRef({ onFollowingChange, onPin });
  useEffect(() => {
    latest.current = { onFollowingChange, onPin };
  });
  return useMemo(
    () => ({
      toggle: (id: string) => {
        setOpen((open) => {
          const next = new Set(open);
          if (!next.delete(id)) next.add(id);
          return next;
        });
        latest.current.onFollowingChange(false);
      },
      pin: (id: string) => {
        latest.current.onPin(id);
        latest.current.onFollowingChange(false);
      },
    }),
    [setOpen],
  );
}

function emptyText(run: RunObject, minLevel: MinLevel): string {
  if (minLevel !== "DEBUG") return "Nothing was logged at this level or above.";
  if (run.isCompleted)
    return "This run logged nothing. console.log and logger.info in the task appear here.";
  if (run.startedAt === undefined)
    return `${RUN_STATUS[run.status].description} Its logs appear here.`;
  return "Nothing logged yet. Lines appear as they are written.";
}
