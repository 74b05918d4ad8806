import type { RunListItem, RunObject } from "#sdk/wire/api.ts";
import { statusFlags } from "#worker/domain/run-status.ts";

const RUN: RunListItem = {
  id: "run_1",
  status: "COMPLETED",
  taskIdentifier: "hello-world",
  ...statusFlags("COMPLETED"),
  isTest: false,
  createdAt: at(0),
  updatedAt: at(0),
  tags: [],
  costInCents: 0,
  baseCostInCents: 0,
  durationMs: 0,
  queue: "task/hello-world",
  attemptCount: 1,
  env: { id: "env_1", name: "dev" },
};

/** ISO text of so many milliseconds after the tests' beginning of time. */
export function at(ms: number): string {
  return new Date(Date.UTC(2026, 2, 12, 14) + ms).toISOString();
}

export function ms(offset: number): number {
  return Date.parse(at(offset));
}

export function aListItem(fields: Partial<RunListItem>): RunListItem {
  return { ...RUN, ...(fields.status ? statusFlags(fields.status) : {}), ...fields };
}

export function aRun(fields: Partial<RunObject>): RunObject {
  const { env: _, ...common } = aListItem({});
  return {
    ...common,
    depth: 0,
    triggerFunction: "trigger",
    relatedRuns: {},
    attempts: [],
    ...(fields.status ? statusFlags(fields.status) : {}),
    ...fields,
  };
}
