"use client";

import type { ReactNode } from "react";
import { formatDuration } from "#components/ui/format-duration.ts";
import { LiveDuration } from "#components/ui/time.tsx";
import type { RunCommon } from "#sdk/wire/api.ts";

/** Executing time: counts while the run executes, a dash before it has begun. */
export function RunDuration({ run }: { run: RunCommon }): ReactNode {
  if (run.status === "EXECUTING" && run.startedAt !== undefined) {
    return <LiveDuration from={run.startedAt} />;
  }
  if (run.startedAt === undefined) return <span className="text-text-muted">–</span>;
  return <span>{formatDuration(run.durationMs)}</span>;
}
