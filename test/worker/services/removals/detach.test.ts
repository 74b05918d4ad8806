import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { later, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { authenticateApiKey } from "#worker/services/api-keys/authenticate.ts";
import { createBulkAction } from "#worker/services/bulk-actions/create.ts";
import { createBulkActionInput } from "#worker/services/bulk-actions/schemas.ts";
import { authenticateMember } from "#worker/services/orgs/authenticate-member.ts";
import { getWorkspace } from "#worker/services/orgs/get-workspace.ts";
import { admitRuns } from "#worker/services/queues/admit.ts";
import { detachEnvironment, detachProjects } from "#worker/services/removals/detach.ts";
import { findRemovedEnvironments } from "#worker/services/removals/sql.ts";
import { createSchedule } from "#worker/services/schedules/create.ts";
import { inTransaction } from "#worker/services/transaction.ts";
import { registerWorker } from "#worker/services/workers/register.ts";

const database = useDatabase();

it("takes an environment from everybody: members, keys, schedules, bulk actions, admission", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  const { id } = ctx.environment;
  const member = await joinAs(workspace, "OWNER");
  await deployTasks(workspace, [{ id: "hello" }, { id: "tick", triggerSource: "schedule" }]);
  await registerWorker(ctx, { slots: 5, version: "1", room: { cpu: 8, memoryMb: 8192 } });
  await createSchedule(ctx, { task: "tick", cron: "* * * * *", deduplicationKey: "one" });
  await createBulkAction(
    ctx,
    createBulkActionInput.parse({ action: "cancel", filter: { status: "FAILED" } }),
  );
  await trigger(ctx, "hello");

  await inTransaction(ctx.db.pool, (client) => detachEnvironment(ctx, client, id));
  expect(await authenticateApiKey(later(ctx, 60_000), workspace.secretKey)).toBeNull();
  const asked = { userId: member.userId, environmentId: friendlyId("env", id) };
  expect(await authenticateMember(ctx, asked)).toBeNull();
  const seen = await getWorkspace(ctx, member.userId);
  const [project] = seen?.organizations[0]?.projects ?? [];
  expect(project?.environments.map(({ slug }) => slug)).toEqual(["staging", "prod"]);
  await admitRuns(ctx, id);
  expect(await database.db.prisma.run.findMany()).toMatchObject([{ status: "QUEUED" }]);
  expect(await database.db.prisma.schedule.findMany()).toMatchObject([
    { nextTickAt: null, archivedAt: expect.any(Date) },
  ]);
  expect(await database.db.prisma.bulkAction.findMany()).toMatchObject([{ status: "ABORTED" }]);
});

it("takes whole projects, whose names are free again, and says what a worker is to remove", async () => {
  const { ctx, projectRef } = await createWorkspace(database.db);
  const { project } = ctx.environment;
  const before = await findRemovedEnvironments(later(ctx, 60_000));
  const environments = await inTransaction(ctx.db.pool, (client) =>
    detachProjects(ctx, client, [project.id]),
  );
  expect(environments).toHaveLength(3);
  expect(await database.db.prisma.project.findUnique({ where: { ref: projectRef } })).toBeNull();
  // Not at once: a process may have looked a key up just before it went.
  expect(await findRemovedEnvironments(ctx)).toEqual(expect.not.arrayContaining(environments));
  const removed = await findRemovedEnvironments(later(ctx, 60_000));
  expect(removed.filter((id) => !before.includes(id)).sort()).toEqual([...environments].sort());
});
