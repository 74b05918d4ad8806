"use client";

import type { ReactNode } from "react";
import { BulkStatus } from "#components/bulk-actions/bulk-status.tsx";
import { ERROR_STATUSES } from "#components/errors/error-status.tsx";
import { RUN_STATUS, RunStatusChip, RunStatusLabel } from "#components/runs/run-status.tsx";
import { TokenStatusChip, TokenStatusLabel } from "#components/tokens/token-status.tsx";
import { Badge } from "#components/ui/badge.tsx";
import { Bars } from "#components/ui/bars.tsx";
import { cn } from "#components/ui/cn.ts";
import { StatusLabel } from "#components/ui/status-label.tsx";
import { TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { Sample, SampleRow } from "./sample.tsx";

export function RunStatuses(): ReactNode {
  return (
    <Sample title={`Statuses of a run (${RUN_STATUSES.length})`}>
      <ul>
        {RUN_STATUSES.map((status) => (
          <li
            key={status}
            className="grid items-center gap-x-4 gap-y-1 border-border border-b py-2 sm:grid-cols-[8.5rem_9.5rem_1fr]"
          >
            <RunStatusLabel status={status} />
            <span>
              <RunStatusChip status={status} />
            </span>
            <span className="text-text-muted">{RUN_STATUS[status].description}</span>
          </li>
        ))}
      </ul>
    </Sample>
  );
}

const TOKENS = ["WAITING", "COMPLETED", "TIMED_OUT"] as const;
const BULK = ["PENDING", "COMPLETED", "ABORTED"] as const;
const ENVIRONMENTS = [
  { tone: "NEUTRAL", name: "Development" },
  { tone: "WARNING", name: "Staging" },
  { tone: "INFO", name: "Preview" },
  { tone: "ACCENT", name: "Production" },
] as const;

/** Of tokens, bulk actions, errors and environments. */
export function OtherStates(): ReactNode {
  return (
    <Sample title="Other states">
      <SampleRow>
        {TOKENS.map((status) => (
          <TokenStatusLabel key={status} status={status} />
        ))}
        {TOKENS.map((status) => (
          <TokenStatusChip key={status} status={status} />
        ))}
      </SampleRow>
      <SampleRow>
        {BULK.map((status) => (
          <BulkStatus key={status} status={status} />
        ))}
        {Object.values(ERROR_STATUSES).map((look) => (
          <StatusLabel key={look.label} {...look} title={look.label} />
        ))}
      </SampleRow>
      <SampleRow>
        {ENVIRONMENTS.map((environment) => (
          <EnvironmentMark key={environment.tone} environment={environment} />
        ))}
      </SampleRow>
    </Sample>
  );
}

const TONES: readonly Tone[] = ["neutral", "info", "success", "danger", "warning"];
const HOURS = [3, 5, 2, 8, 13, 21, 9, 4, 0, 1, 6, 7].map((value, hour) => ({
  label: `${hour}:00`,
  value,
}));

export function Tones(): ReactNode {
  return (
    <Sample title="Tones">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-4">
        {TONES.map((tone) => (
          <li key={tone} className="flex flex-col items-start gap-2">
            <span className={cn("font-medium", TONE_TEXT[tone])}>{tone}</span>
            <Badge tone={tone}>Badge</Badge>
            <Bars tone={tone} bars={HOURS} label={`Twelve hours, ${tone}`} className="w-full" />
          </li>
        ))}
      </ul>
    </Sample>
  );
}
