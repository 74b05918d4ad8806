/** `GET /api/v1/status`: whether this installation can execute, link by link. Dates are ISO 8601 strings. */
export interface InstallationStatus {
  verdict: StatusVerdict;
  /** The verdict in a sentence. */
  summary: string;
  /** Of the web process that was asked. */
  version: string;
  /** In the order of the chain. */
  checks: StatusCheck[];
  /** The newest run that was sent through the whole chain. */
  proof?: StatusProof;
  at: string;
}

/**
 * `EXECUTES`: no fault, and a run has gone through the whole chain in the last ten minutes. `UNPROVEN`: no
 * fault, and no such run. `DEGRADED`: runs can execute, something is wrong. `BLOCKED`: nothing executes.
 */
export type StatusVerdict = "EXECUTES" | "UNPROVEN" | "DEGRADED" | "BLOCKED";

export type CheckState = "OK" | "WARNING" | "FAILED" | "UNKNOWN";

export interface StatusCheck {
  id:
    | "database"
    | "migrations"
    | "web"
    | "workers"
    | "clocks"
    | "disk"
    | "environment"
    | "deployment"
    | "proof";
  title: string;
  state: CheckState;
  /** What was seen. */
  summary: string;
  /** What to do, when it is not OK. */
  advice?: string;
  /** One line each, such as a worker. */
  details?: string[];
}

/** A run of a built-in task, from the trigger to the read result. `POST /api/v1/status/probe` makes one. */
export interface StatusProof {
  state: "RUNNING" | "PASSED" | "FAILED";
  startedAt: string;
  /** From the trigger to the end. */
  totalMs?: number;
  /** What each link took. */
  steps: { name: string; ms: number }[];
  /** Why it failed, or where it is. */
  message?: string;
}
