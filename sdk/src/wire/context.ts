import type { MachinePreset } from "./machine.ts";

export type EnvironmentType = "DEVELOPMENT" | "STAGING" | "PREVIEW" | "PRODUCTION";

/** What a task knows about its own run: the `ctx` of `run` and of every hook. A snapshot of the attempt's start. */
export interface TaskRunContext {
  attempt: { number: number; startedAt: Date };
  task: { id: string; filePath: string };
  run: {
    id: string;
    tags: string[];
    isTest: boolean;
    isReplay: boolean;
    createdAt: Date;
    startedAt: Date;
    /** As the caller wrote it. */
    idempotencyKey?: string;
    idempotencyKeyScope?: "run" | "attempt" | "global";
    maxAttempts?: number;
    /** Seconds of one attempt. */
    maxDuration?: number;
    version?: string;
    priority?: number;
    parentTaskRunId?: string;
    rootTaskRunId?: string;
    /** 0: the machines are yours. */
    baseCostInCents?: number;
  };
  queue: { id: string; name: string };
  environment: { id: string; slug: string; type: EnvironmentType };
  organization: { id: string; slug: string; name: string };
  project: { id: string; ref: string; slug: string; name: string };
  /** `memory` in gigabytes. */
  machine?: { name: MachinePreset; cpu: number; memory: number; centsPerMs: number };
  batch?: { id: string };
  deployment?: {
    id: string;
    /** End of its id, for showing. */
    shortCode: string;
    version: string;
    runtime: string;
    runtimeVersion: string;
  };
}
