import { z } from "zod";
import { parseDuration } from "#worker/domain/duration.ts";
import { csv, cursorQuery, instant, periodText } from "../cursor-page.ts";
import { idempotencyKeyInput, tagsInput } from "../runs/schemas.ts";

/** Larger than any of them is: a body that is not meant for this. */
export const MAX_CREATE_BYTES = 10_240;

export const createWaitpointInput = z.object({
  idempotencyKey: idempotencyKeyInput.optional(),
  idempotencyKeyTTL: z.string().optional(),
  /** A duration from now, or an ISO 8601 date. */
  timeout: z.string().max(100).optional(),
  tags: tagsInput.optional(),
});

export type CreateWaitpointInput = z.infer<typeof createWaitpointInput>;

/** Clients may say null for nothing. */
export const completeWaitpointInput = z.object({ data: z.unknown().optional() });

const STATUSES = ["WAITING", "COMPLETED", "TIMED_OUT"] as const;

const statuses = csv.transform((names, issue) => {
  const known = STATUSES.filter((status) => names.includes(status));
  if (known.length === new Set(names).size) return known;
  issue.addIssue(`may be ${STATUSES.join(", ")}`);
  return z.NEVER;
});

/** The query string of a list of tokens. `filter[id]` is beyond the contract. */
export const listWaitpointsQuery = cursorQuery.extend({
  "filter[status]": statuses.optional(),
  "filter[id]": z.string().max(100).optional(),
  "filter[idempotencyKey]": z.string().max(2048).optional(),
  "filter[tags]": csv.optional(),
  "filter[createdAt][from]": instant.optional(),
  "filter[createdAt][to]": instant.optional(),
  "filter[createdAt][period]": periodText.optional(),
});

export type ListWaitpointsQuery = z.infer<typeof listWaitpointsQuery>;

const TTL = /^\d+[smhd]$/;
const DEFAULT_TTL_MS = 3_600_000;

/** Clients expect the default for what is no duration. */
export function keyTtlMs(text: string | undefined): number {
  const ms = text !== undefined && TTL.test(text) ? parseDuration(text) : undefined;
  return ms ?? DEFAULT_TTL_MS;
}
