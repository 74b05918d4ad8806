import { z } from "zod";

/** What stands in the path of a stream. */
export const streamPath = z.object({
  runId: z.string(),
  target: z.enum(["self", "parent", "root"], "must be self, parent or root"),
  key: z.string().min(1).max(256),
});

/** Where a reader stands: the id of the last event it got, as it was sent or as the place alone. */
export function readLastEventId(text: string | null): number | undefined {
  const place = /^(?:\d+-)?(\d{1,9})$/.exec(text?.trim() ?? "")?.[1];
  return place === undefined ? undefined : Number(place);
}

/** How long a reader waits for a part. */
export function readTimeoutSeconds(text: string | null): number {
  const seconds = Number(text ?? 60);
  return Number.isFinite(seconds) ? Math.min(600, Math.max(1, seconds)) : 60;
}
