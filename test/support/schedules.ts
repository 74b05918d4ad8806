import { expect } from "vitest";
import type { Database } from "#prisma/client.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { createSchedule } from "#worker/services/schedules/create.ts";
import type { CreateScheduleInput } from "#worker/services/schedules/schemas.ts";
import { createWorkspace, deployTasks, type Workspace } from "./workspace.ts";

/** A workspace whose task `report` takes schedules, `nightly` too, and `plain` does not. */
export async function scheduleWorkspace(
  db: Database,
  slug: "dev" | "staging" | "prod" = "prod",
): Promise<Workspace> {
  const workspace = await createWorkspace(db, { slug });
  await deployTasks(workspace, [
    { id: "report", triggerSource: "schedule" },
    { id: "nightly", triggerSource: "schedule" },
    { id: "plain" },
  ]);
  return workspace;
}

/** A schedule of `report`, every day at nine, unless it is said otherwise. */
export function makeSchedule(
  ctx: EnvironmentContext,
  overrides: Partial<CreateScheduleInput> = {},
): Promise<ScheduleObject> {
  return createSchedule(ctx, {
    task: "report",
    cron: "0 9 * * *",
    deduplicationKey: crypto.randomUUID(),
    ...overrides,
  });
}

export function rowOf(ctx: EnvironmentContext, scheduleId: string) {
  const id = parseFriendlyId("sched", scheduleId) ?? "";
  return ctx.db.prisma.schedule.findUniqueOrThrow({ where: { id } });
}

/** The runs of a schedule, oldest first. */
export function runsOf(ctx: EnvironmentContext, scheduleId: string) {
  const id = parseFriendlyId("sched", scheduleId);
  return ctx.db.prisma.run.findMany({ where: { scheduleId: id }, orderBy: { id: "asc" } });
}

/** The verb finds a schedule of its own environment only, for those who have the scope. */
export async function expectScheduleGuarded(
  workspace: Workspace,
  verb: (ctx: EnvironmentContext, scheduleId: string) => Promise<unknown>,
  scope: "read" | "write",
): Promise<void> {
  const { id } = await makeSchedule(workspace.ctx);
  const other = await createWorkspace(workspace.ctx.db);
  for (const missing of ["sched_1", "", "run_00000000000000000000000000"]) {
    await expect(verb(workspace.ctx, missing)).rejects.toMatchObject({ code: "NOT_FOUND" });
  }
  await expect(verb(other.ctx, id)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const key = (scopes: string[]) => workspace.as({ kind: "apiKey", apiKeyId: "", scopes });
  await expect(verb(key(["read:runs", "write:queues"]), id)).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
  const viewer = await workspace.asMember("VIEWER");
  if (scope === "read") {
    await verb(viewer, id);
    await verb(key(["read:schedules"]), id);
    return;
  }
  await expect(verb(viewer, id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(verb(key(["read"]), id)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await verb(key([`write:schedules:${id}`]), id);
}
