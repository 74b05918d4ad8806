import { z } from "zod";

/** Text of a column: Postgres stores no NUL. */
const text = z.string().refine((value) => !value.includes("\0"), "must not have a NUL character");

/** What PUT takes. What is left out is cleared; the rules of cron and zones are checked later (422, not 400). */
export const updateScheduleInput = z.object({
  task: text.min(1).max(128),
  cron: text.min(1).max(256),
  timezone: text.max(128).optional(),
  externalId: text.max(512).optional(),
  window: text.max(16).optional(),
});

export const createScheduleInput = updateScheduleInput.extend({
  deduplicationKey: text.min(1).max(512),
});

/** A page of schedules, by number. `search` and `sort` are beyond the contract. */
export const listSchedulesQuery = z.object({
  page: z.coerce.number().int().min(1).default(1),
  perPage: z.coerce.number().int().min(1).max(100).default(20),
  search: text.max(200).optional(),
  /** `next`: what comes first, first; else the newest first. */
  sort: z.enum(["newest", "next"]).default("newest"),
});

export type UpdateScheduleInput = z.infer<typeof updateScheduleInput>;
export type CreateScheduleInput = z.infer<typeof createScheduleInput>;
export type ListSchedulesQuery = z.infer<typeof listSchedulesQuery>;
