import type { Schedule } from "#prisma/generated/client.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { newId } from "../new-id.ts";
import { changeSchedule, nextColumns, ruleChanges } from "./change.ts";
import { type CheckedSchedule, checkSchedule } from "./check.ts";
import { presentSchedule } from "./present.ts";
import type { CreateScheduleInput } from "./schemas.ts";

/** Makes a schedule, or changes the one that has the deduplication key. Whether it is active stays as it was. */
export async function createSchedule(
  ctx: EnvironmentContext,
  input: CreateScheduleInput,
): Promise<ScheduleObject> {
  authorize(ctx, "write", { type: "schedules" });
  const checked = await checkSchedule(ctx, input);
  return presentSchedule(ctx, await insertOrChange(ctx, input.deduplicationKey, checked));
}

const TRIES = 5;

async function insertOrChange(
  ctx: EnvironmentContext,
  deduplicationKey: string,
  checked: CheckedSchedule,
): Promise<Schedule> {
  // One that is deleted between our two looks leaves its key to the next insert.
  for (let tries = 0; tries < TRIES; tries++) {
    const inserted = await insert(ctx, deduplicationKey, checked);
    const schedule = inserted ?? (await changeOne(ctx, deduplicationKey, checked));
    if (schedule) return schedule;
  }
  throw new DomainError("CONFLICT", "Others make and delete this schedule. Send it again.");
}

async function insert(
  ctx: EnvironmentContext,
  deduplicationKey: string,
  checked: CheckedSchedule,
): Promise<Schedule | undefined> {
  const id = newId();
  const now = ctx.clock();
  const [inserted] = await ctx.db.prisma.schedule.createManyAndReturn({
    data: {
      id,
      environmentId: ctx.environment.id,
      type: "IMPERATIVE",
      deduplicationKey,
      ...checked,
      ...nextColumns(checked, id, now),
      createdAt: now,
      updatedAt: now,
    },
    skipDuplicates: true,
  });
  return inserted;
}

function changeOne(
  ctx: EnvironmentContext,
  deduplicationKey: string,
  checked: CheckedSchedule,
): Promise<Schedule | null> {
  const { taskSlug, externalId } = checked;
  return changeSchedule(ctx, { deduplicationKey }, (schedule) => ({
    taskSlug,
    externalId,
    ...ruleChanges(schedule, checked, ctx.clock()),
  }));
}
