import { describe, expect, it } from "vitest";
import { createBulk, readBulk, workAll } from "#test/support/bulk-actions.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { createBulkActionInput } from "#worker/services/bulk-actions/schemas.ts";

const database = useDatabase();

describe("createBulkAction", () => {
  it("writes down what is to be done, by whom and with how many runs", async () => {
    const { ctx, asMember } = await createWorkspace(database.db);
    for (const status of ["QUEUED", "QUEUED", "COMPLETED"] as const) await insertRun(ctx, status);
    const member = await asMember("DEVELOPER");
    const filter = { status: ["QUEUED", "COMPLETED"], taskIdentifier: "hello" };
    const cancel = await createBulk(member, { action: "cancel", filter, name: " clean up " });
    expect(await readBulk(ctx, cancel)).toMatchObject({
      kind: "CANCEL",
      status: "PENDING",
      name: "clean up",
      createdBy: "DEVELOPER",
      filter: { "filter[status]": "QUEUED,COMPLETED", "filter[taskIdentifier]": "hello" },
      // A finished run cannot be canceled.
      totalCount: 2,
    });
    const replay = await createBulk(member, { action: "replay", filter });
    expect(await readBulk(ctx, replay)).toMatchObject({ kind: "REPLAY", totalCount: 3 });
  });

  it("fixes a period at the moment that it is made", async () => {
    const { ctx } = await createWorkspace(database.db);
    const id = await createBulk(
      { ...ctx, clock: () => new Date("2026-01-02T00:00:00Z") },
      { action: "cancel", filter: { period: "1d" } },
    );
    expect((await readBulk(ctx, id)).filter).toEqual({
      "filter[createdAt][from]": "2026-01-01T00:00:00.000Z",
    });
  });

  it("takes every filter that the published client has", () => {
    const filter = {
      status: "FAILED",
      taskIdentifier: ["a", "b"],
      version: "20260101.1",
      from: "2026-01-01T00:00:00.000Z",
      to: 1_770_000_000_000,
      bulkAction: "bulk_1",
      tag: ["x"],
      isTest: false,
      batch: "batch_1",
      queue: [
        { type: "task", name: "a" },
        { type: "custom", name: "shared" },
      ],
      machine: "micro",
    };
    const { selection } = createBulkActionInput.parse({ action: "cancel", filter });
    expect(selection).toMatchObject({
      filter: {
        "filter[taskIdentifier]": "a,b",
        "filter[createdAt][to]": "1770000000000",
        "filter[isTest]": "false",
        "filter[queue]": "task/a,shared",
      },
    });
  });

  it.each([
    [{ filter: { statu: "FAILED" } }, /filter\[statu\]|unrecognized/i],
    [{ filter: {} }, /at least one filter/],
    [{ filter: { tag: " " } }, /at least one filter/],
    [{ filter: { tag: ["a,b"] } }, /comma/],
    [{ filter: { status: "DONE" } }, /has no status DONE/],
    [{ filter: { tag: "a" }, runIds: ["run_1"] }, /Exactly one|no id of a run/],
    [{}, /Exactly one of filter or runIds/],
    [{ runIds: [] }, />=1|at least 1|1 item/i],
    [{ runIds: ["nonsense"] }, /no id of a run: nonsense/],
    [{ runIds: Array(501).fill("run_1") }, /500/],
  ])("refuses %j", (body, message) => {
    const parsed = createBulkActionInput.safeParse({ action: "cancel", ...body });
    expect(parsed.error?.message).toMatch(message);
  });

  it("does not find the run of another tenant", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const own = friendlyId("run", await insertRun(mine.ctx, "QUEUED"));
    const foreign = friendlyId("run", await insertRun(theirs.ctx, "QUEUED"));
    const body = { action: "cancel", runIds: [own, foreign] };
    await expect(createBulk(mine.ctx, body)).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: `Run ${foreign} not found in this environment.`,
    });
  });

  it("refuses more than it can take turns with, until one is over", async () => {
    const { ctx } = await createWorkspace(database.db);
    const body = { action: "cancel", filter: { tag: "none" } };
    for (let i = 0; i < 20; i++) await createBulk(ctx, body);
    await expect(createBulk(ctx, body)).rejects.toMatchObject({ code: "LIMIT_EXCEEDED" });
    await workAll(ctx);
    await expect(createBulk(ctx, body)).resolves.toMatch(/^bulk_/);
  });
});
