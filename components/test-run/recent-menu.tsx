"use client";

import { History } from "lucide-react";
import { type ReactNode, useState } from "react";
import { shortRunId } from "#components/runs/run-id.ts";
import { RunStatusIcon } from "#components/runs/run-status.tsx";
import { Button } from "#components/ui/button.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { RecentPayloadView } from "#worker/domain/tasks/views.ts";

const SHOWN_CHARACTERS = 120;

export type RecentMenuProps = {
  recent: readonly RecentPayloadView[];
  onChoose: (run: RecentPayloadView) => void;
};

/** What the newest runs were given, to start from. */
export function RecentMenu({ recent, onChoose }: RecentMenuProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button size="small" label="Recent payloads">
          <History aria-hidden className="size-3.5" />
          <span className="max-sm:sr-only">Recent</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-96 p-1" aria-label="Recent payloads">
        {recent.length === 0 && (
          <p className="p-2 text-text-muted">No run with a payload yet, or only long ones.</p>
        )}
        <ul className="flex max-h-96 flex-col overflow-y-auto">
          {recent.map((run) => (
            <li key={run.runId}>
              <button
                type="button"
                className="flex w-full min-w-0 flex-col gap-0.5 rounded-control px-2 py-1.5 text-left -outline-offset-2 hover:bg-raised"
                onClick={() => {
                  onChoose(run);
                  setIsOpen(false);
                }}
              >
                <span className="flex items-center gap-2">
                  <RunStatusIcon status={run.status} />
                  <span className="font-mono text-mono">{shortRunId(run.runId)}</span>
                  <RelativeTime value={run.createdAt} className="ml-auto text-text-muted" />
                </span>
                <span className="w-full truncate font-mono text-mono text-text-muted">
                  {(JSON.stringify(run.payload) ?? "").slice(0, SHOWN_CHARACTERS)}
                </span>
              </button>
            </li>
          ))}
        </ul>
      </PopoverContent>
    </Popover>
  );
}
