import { z } from "zod";
import { createWaitpointInput } from "../waitpoints/schemas.ts";

/** Keys of streams that go into a run have this before them, where they are kept. */
const INPUT = "$input/";

const key = z.string().min(1).max(256);

/** What stands in the path of a stream. */
export const streamPath = z.object({
  runId: z.string(),
  target: z.enum(["self", "parent", "root"], "must be self, parent or root"),
  key: key.refine((name) => !name.startsWith(INPUT), `must not begin with ${INPUT}`),
});

/** What stands in the path of a stream that goes into a run. */
export const inputStreamPath = z.object({ runId: z.string(), key });

/** A message into a run. */
export const inputMessage = z.object({ data: z.unknown().optional() });

/** The wait for the message behind the last one that the run knows. */
export const inputWaitInput = createWaitpointInput.extend({
  streamId: key,
  lastSeqNum: z.number().int().min(-1).max(2_000_000_000).optional(),
});

/** Under which a stream into a run is kept. */
export function inputKey(name: string): string {
  return `${INPUT}${name}`;
}

export function isInputKey(stored: string): boolean {
  return stored.startsWith(INPUT);
}

/** How it is called where it is shown, and where it is read. */
export function shownKey(stored: string): string {
  return isInputKey(stored) ? stored.slice(1) : stored;
}

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
