/** `GET /api/v1/bulk-actions/{id}`. Dates are ISO 8601 strings. */
export interface BulkActionObject {
  id: string;
  name?: string;
  type: "CANCEL" | "REPLAY";
  status: "PENDING" | "COMPLETED" | "ABORTED";
  /** `skipped`: runs that needed nothing. Runs that were canceled with a parent count as well. */
  counts: { total: number; success: number; failure: number; skipped: number };
  /** False while `total` is still being counted. */
  isCounted: boolean;
  createdAt: string;
  completedAt?: string;
  /** A person's or a key's name. */
  createdBy: string;
  /** As the list of runs takes it in its query; absent where the runs are named. */
  filter?: Record<string, string>;
  /** Why the first one failed. */
  failure?: string;
}
