import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { root } from "#test/support/root.ts";
import { type Opened, ROUTE_ACCESS } from "#test/support/route-access.ts";
import { toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { createApiKey } from "#worker/services/api-keys/create.ts";
import { listApiKeys } from "#worker/services/api-keys/list.ts";
import { createBatch } from "#worker/services/batches/create.ts";
import { createBulkAction } from "#worker/services/bulk-actions/create.ts";
import { createBulkActionInput } from "#worker/services/bulk-actions/schemas.ts";
import { setVariable } from "#worker/services/environment-variables/set.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";
import { createSchedule } from "#worker/services/schedules/create.ts";
import { createWaitpoint } from "#worker/services/waitpoints/create.ts";
import { createWaitpointInput } from "#worker/services/waitpoints/schemas.ts";

const database = useDatabase();
useWeb(database.url);

type Handler = (request: Request, context: { params: Promise<object> }) => Promise<Response>;

const table = Object.entries(ROUTE_ACCESS).map(([route, access]) => {
  const [method = "", path = ""] = route.split(" ");
  return { route, method, path, access };
});
const opened = table.flatMap(({ access }) =>
  typeof access === "object" && "opens" in access ? access.opens : [],
);
/** Every scope that some route asks for, each action alone, everything, and nothing of use. */
const SCOPES = [
  ...new Set([
    ...opened,
    ...opened.map((scope) => scope.split(":")[0] ?? ""),
    "admin",
    "read:nothing",
  ]),
];

let workspace: Workspace;
let params: Record<string, string> = {};
const keys = new Map<string, string>();

/** Things to name in a path, so that what refuses is the scope and not the name. */
async function createThings({ ctx, projectRef }: Workspace): Promise<Record<string, string>> {
  const trigger = (input: object) =>
    triggerRun(ctx, { taskId: "hello", input: triggerInput.parse(input) });
  const batch = await createBatch(ctx, { runCount: 2 });
  const run = await trigger({ options: { tags: ["tag"], delay: "1h" } });
  const { id: runRow } = await ctx.db.prisma.batch.findFirstOrThrow();
  // As a run of a batch, it is read through the batch as well.
  await ctx.db.prisma.run.updateMany({ data: { batchId: runRow } });
  const bulk = await createBulkAction(
    ctx,
    createBulkActionInput.parse({ action: "cancel", runIds: [run.friendlyId] }),
  );
  const token = await createWaitpoint(ctx, {
    input: createWaitpointInput.parse({}),
    requestKey: undefined,
  });
  await setVariable(ctx, { name: "REGION", value: "eu" });
  const schedule = await createSchedule(ctx, {
    task: "tick",
    cron: "0 0 1 1 *",
    deduplicationKey: "yearly",
  });
  const [key] = await listApiKeys(ctx);
  return {
    taskId: "hello",
    queue: "hello",
    runId: run.friendlyId,
    batchId: batch.friendlyId,
    bulkActionId: bulk.id,
    tokenId: token.friendlyId,
    apiKeyId: key?.id ?? "",
    projectRef,
    slug: ctx.environment.slug,
    name: "REGION",
    part: "payload",
    key: "key",
    workerId: "worker_1",
    scheduleId: schedule.id,
    deployment: "deployment_1",
    errorId: "error_1",
    org: ctx.environment.organization.slug,
    userId: randomUUID(),
  };
}

async function statusOf(
  { method, path }: { method: string; path: string },
  call: { key: string; body?: unknown; query?: Record<string, string> },
): Promise<number> {
  const module: Record<string, Handler> = await import(join(root, "app", path, "route.ts"));
  const handler = module[method];
  if (!handler) throw new Error(`${path} has no ${method}`);
  const request = toRequest({ method, ...call });
  return (await handler(request, { params: Promise.resolve(params) })).status;
}

beforeAll(async () => {
  workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }, { id: "tick", triggerSource: "schedule" }]);
  params = await createThings(workspace);
});

async function keyOf(scopes: string[]): Promise<string> {
  const name = scopes.join(" ");
  const known = keys.get(name);
  if (known) return known;
  const { secret } = await createApiKey(workspace.ctx, { name, scopes });
  keys.set(name, secret);
  return secret;
}

describe("the scopes of a key", () => {
  it.each(table)("open $route to those that may", async ({ access, ...place }) => {
    if (access === "open") return;
    const given: Partial<Opened> = access === "session" ? {} : access;
    for (const scope of access === "session" ? ["admin"] : SCOPES) {
      const isExpected = given.opens !== undefined && isOpenedBy(given.opens, scope);
      if (given.refusalsOnly && isExpected) continue;
      const key = await keyOf(given.also === undefined ? [scope] : [scope, given.also]);
      const { body, query } = given;
      const status = await statusOf(place, {
        key,
        ...(body !== undefined && { body }),
        ...(query && { query }),
      });
      const refusal = access === "session" ? 401 : 403;
      const answer = status === 401 || status === 403 ? status : "let in";
      expect(`${scope}: ${answer}`).toBe(`${scope}: ${isExpected ? "let in" : refusal}`);
    }
  });
});

/** The grammar in its own words: the scope itself, its action alone, or everything. */
function isOpenedBy(opens: readonly string[], scope: string): boolean {
  return scope === "admin" || opens.some((open) => open === scope || open.startsWith(`${scope}:`));
}
