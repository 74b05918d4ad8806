import type { Schedule } from "#prisma/generated/client.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { cronWords } from "#worker/domain/cron-words.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "../context.ts";

/** Rows as the API gives them. */
export async function presentSchedules(
  ctx: EnvironmentContext,
  rows: Schedule[],
): Promise<ScheduleObject[]> {
  const slugs = [...new Set(rows.map((row) => row.taskSlug))];
  const deployed = await ctx.db.prisma.task.findMany({
    where: { environmentId: ctx.environment.id, slug: { in: slugs }, archivedAt: null },
    select: { slug: true },
  });
  const isDeployed = new Set(deployed.map(({ slug }) => slug));
  return rows.map((row) => present(ctx, row, isDeployed.has(row.taskSlug)));
}

export async function presentSchedule(
  ctx: EnvironmentContext,
  row: Schedule,
): Promise<ScheduleObject> {
  const [schedule] = await presentSchedules(ctx, [row]);
  if (!schedule) throw new Error("One row is one schedule.");
  return schedule;
}

function present(
  { environment }: EnvironmentContext,
  row: Schedule,
  isTaskDeployed: boolean,
): ScheduleObject {
  return {
    id: friendlyId("sched", row.id),
    type: row.type,
    task: row.taskSlug,
    active: row.deactivatedAt === null && row.archivedAt === null,
    ...(row.deduplicationKey !== null && { deduplicationKey: row.deduplicationKey }),
    ...(row.externalId !== null && { externalId: row.externalId }),
    generator: presentGenerator(row.cron),
    timezone: row.timezone,
    ...(row.window !== null && { window: row.window }),
    ...(row.nextTickAt && { nextRun: row.nextTickAt.toISOString() }),
    ...(row.nextStartAt && { nextRunEffectiveAt: row.nextStartAt.toISOString() }),
    environments: [{ id: friendlyId("env", environment.id), type: environment.type }],
    createdAt: row.createdAt.toISOString(),
    ...(row.lastTickAt && { lastTick: row.lastTickAt.toISOString() }),
    ...(row.lastRunId !== null && { lastRunId: friendlyId("run", row.lastRunId) }),
    ...(row.missedUntil && {
      missed: { count: row.missedCount, until: row.missedUntil.toISOString() },
    }),
    isTaskDeployed,
  };
}

export function presentGenerator(cron: string): ScheduleObject["generator"] {
  return { type: "CRON", expression: cron, description: cronWords(cron) };
}
