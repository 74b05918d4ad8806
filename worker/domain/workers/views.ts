import type { SlotHolder } from "../views.ts";

/** `GET /api/v1/workers`: a process that executes, for every environment of the installation. */
export interface WorkerView {
  id: string;
  host: string;
  pid: number;
  version: string;
  nodeVersion: string;
  /** `SILENT`: connected, and not heard of for longer than its lease. */
  state: "ONLINE" | "DRAINING" | "SILENT" | "STOPPED";
  startedAt: string;
  heartbeatAt: string;
  drainingAt?: string;
  stoppedAt?: string;
  /** Attempts at once. */
  slots: number;
  executing: number;
  /** What it hands out by machine, and what is handed out now. */
  cpu: { total: number; used: number };
  memoryGb: { total: number; used: number };
  /** Runs of this environment only, the longest first, at most 20. */
  runs: SlotHolder[];
}

export interface WorkersView {
  data: WorkerView[];
  /** Whether the caller may drain them: they serve everybody, so it takes an administrator. */
  mayDrain: boolean;
}
