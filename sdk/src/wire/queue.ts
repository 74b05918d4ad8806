/**
 * A queue as the API gives it. Here, unlike elsewhere, the contract wants null for what is not set.
 */
export interface QueueObject {
  id: string;
  /** Of a task's own queue: the task's id. */
  name: string;
  type: "task" | "custom";
  /** Runs that hold a slot. */
  running: number;
  /** Runs that wait in it; counted up to 10 000. */
  queued: number;
  paused: boolean;
  /** What holds now, per concurrency key; null: only the environment's limit. */
  concurrencyLimit: number | null;
  concurrency: {
    current: number | null;
    /** From the code. */
    base: number | null;
    /** From a person; wins until it is reset. */
    override: number | null;
    overriddenAt: string | null;
    overriddenBy: string | null;
  };
  /** Beyond the contract; other clients ignore it. */
  totalConcurrencyLimit?: number;
  rateLimit?: { limit: number; periodMs: number; scope: "queue" | "key" };
  pausedAt?: string;
  pausedBy?: string;
}

export interface OffsetPage<T> {
  data: T[];
  pagination: { currentPage: number; totalPages: number; count: number };
}
