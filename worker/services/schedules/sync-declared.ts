import type { Prisma, Schedule } from "#prisma/generated/client.ts";
import type { DeploymentManifest } from "#sdk/wire/manifest.ts";
import type { ScheduleEnvironment } from "#sdk/wire/schedule.ts";
import type { ScheduleRule } from "#worker/domain/schedule.ts";
import { newId } from "../new-id.ts";
import { NO_TICK, nextColumns, ruleChanges, type ScheduleChanges } from "./change.ts";

interface Sync {
  environment: { id: string; type: ScheduleEnvironment };
  manifest: DeploymentManifest;
  now: Date;
}

/** Makes the declared schedules of the environment those of the manifest; those that are gone are archived. */
export async function syncDeclaredSchedules(
  tx: Prisma.TransactionClient,
  sync: Sync,
): Promise<void> {
  const where = { environmentId: sync.environment.id, type: "DECLARATIVE" } as const;
  const declared = declaredRules(sync);
  const known = await tx.schedule.findMany({ where });
  for (const schedule of known) {
    const changes = changesOf(schedule, declared.get(schedule.taskSlug), sync.now);
    if (!changes) continue;
    const data = { ...changes, updatedAt: sync.now };
    await tx.schedule.update({ where: { id: schedule.id }, data });
  }
  for (const { taskSlug } of known) declared.delete(taskSlug);
  for (const [taskSlug, rule] of declared) {
    const id = newId();
    const dates = { createdAt: sync.now, updatedAt: sync.now };
    const next = nextColumns(rule, id, sync.now);
    await tx.schedule.create({ data: { id, taskSlug, ...where, ...rule, ...next, ...dates } });
  }
}

/** By task, those that are for this environment. */
function declaredRules({ environment, manifest }: Sync): Map<string, ScheduleRule> {
  return new Map(
    manifest.tasks.flatMap(({ id, schedule }) => {
      if (!schedule || schedule.environments?.includes(environment.type) === false) return [];
      const { cron, timezone, window = null } = schedule;
      return [[id, { cron, timezone, window }] as const];
    }),
  );
}

function changesOf(
  schedule: Schedule,
  rule: ScheduleRule | undefined,
  now: Date,
): ScheduleChanges | null {
  if (!rule) return schedule.archivedAt ? null : { archivedAt: now, ...NO_TICK };
  if (!schedule.archivedAt) return ruleChanges(schedule, rule, now);
  // It is back, as new: what passed while it was away is not made up for.
  return { ...rule, archivedAt: null, deactivatedAt: null, ...nextColumns(rule, schedule.id, now) };
}
