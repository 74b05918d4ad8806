import { describe, expect, it } from "vitest";
import type { MetadataUpdate } from "#sdk/wire/metadata.ts";
import { useDatabase } from "#test/support/database.ts";
import {
  completeAttempt,
  insertRun,
  readRun,
  startRun,
  succeeded,
  trigger,
} from "#test/support/runs.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { updateMetadata } from "#worker/services/runs/update-metadata.ts";

const database = useDatabase();

async function family() {
  const workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  const root = await insertRun(ctx, "EXECUTING", { metadata: { who: "root" } });
  const relatives = { rootRunId: root, parentRunId: root };
  const parent = await insertRun(ctx, "EXECUTING", relatives);
  const child = await insertRun(ctx, "EXECUTING", { rootRunId: root, parentRunId: parent });
  const update = (id: string, change: MetadataUpdate, requestKey?: string) =>
    updateMetadata(ctx, { runId: friendlyId("run", id), update: change, requestKey });
  const stored = async (id: string) => (await readRun(ctx, id)).metadata;
  return { workspace, ctx, root, parent, child, update, stored };
}

const plusOne = [{ type: "increment", key: "n", value: 1 } as const];

describe("updateMetadata", () => {
  it("replaces, then applies the operations, and shows the result on the run", async () => {
    const { ctx, root, update } = await family();
    const metadata = await update(root, { metadata: { a: 1 }, operations: plusOne });
    expect(metadata).toEqual({ a: 1, n: 1 });
    expect((await getRun(ctx, friendlyId("run", root))).metadata).toEqual({ a: 1, n: 1 });
  });

  it("reaches parent and root; a run without them is its own", async () => {
    const { root, parent, child, update, stored } = await family();
    await update(child, { parentOperations: plusOne, rootOperations: [...plusOne, ...plusOne] });
    expect(await stored(parent)).toEqual({ n: 1 });
    expect(await stored(root)).toEqual({ who: "root", n: 2 });
    await update(root, { parentOperations: plusOne, rootOperations: plusOne });
    expect(await stored(root)).toEqual({ who: "root", n: 4 });
  });

  it("adds up what many children change at once", async () => {
    const { ctx, root, parent, update, stored } = await family();
    const relatives = { rootRunId: root, parentRunId: parent };
    const children = await Promise.all(
      Array.from({ length: 20 }, () => insertRun(ctx, "EXECUTING", relatives)),
    );
    await Promise.all(
      children.map((id) => update(id, { parentOperations: plusOne, rootOperations: plusOne })),
    );
    expect(await stored(parent)).toEqual({ n: 20 });
    expect(await stored(root)).toEqual({ who: "root", n: 20 });
  });

  it("changes nothing again for a call that is repeated", async () => {
    const { parent, child, update, stored } = await family();
    const change = { operations: plusOne, parentOperations: plusOne };
    const first = newId();
    await update(child, change, first);
    expect(await update(child, change, first)).toEqual({ n: 1 });
    expect(await stored(parent)).toEqual({ n: 1 });
    await update(child, change, newId());
    expect(await stored(parent)).toEqual({ n: 2 });
  });

  it("refuses a finished run; a parent that is finished stays as it is", async () => {
    const { ctx, parent, update, stored } = await family();
    const over = await insertRun(ctx, "COMPLETED", { metadata: { a: 1 } });
    const refused = update(over, { operations: plusOne });
    await expect(refused).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    const orphan = await insertRun(ctx, "EXECUTING", { parentRunId: over, rootRunId: parent });
    await update(orphan, { operations: plusOne, parentOperations: plusOne });
    expect(await stored(over)).toEqual({ a: 1 });
    expect(await stored(orphan)).toEqual({ n: 1 });
  });

  it("lets a canceled run say how it was cleaned up, as long as its process does", async () => {
    const { workspace, ctx } = await family();
    await deployTasks(workspace, [{ id: "t" }]);
    const run = await trigger(ctx, "t");
    const attempt = await startRun(ctx, run.id);
    await cancelRun(ctx, run.friendlyId);
    const change = { runId: run.friendlyId, update: { operations: plusOne } };
    expect(await updateMetadata(ctx, change)).toEqual({ n: 1 });
    await completeAttempt(ctx, attempt, succeeded());
    await expect(updateMetadata(ctx, change)).rejects.toMatchObject({ code: "UNPROCESSABLE" });
  });

  it("refuses what is too large and keys that cannot be, and changes nothing then", async () => {
    const { parent, child, update, stored } = await family();
    const large = [{ type: "append", key: "a", value: "x".repeat(256 * 1024) } as const];
    const tooLarge = update(child, { operations: large, parentOperations: plusOne });
    await expect(tooLarge).rejects.toMatchObject({ code: "TOO_LARGE" });
    const proto = [{ type: "set", key: "__proto__", value: 1 } as const];
    const badKey = update(child, { operations: plusOne, parentOperations: proto });
    await expect(badKey).rejects.toMatchObject({ code: "UNPROCESSABLE" });
    expect(await stored(child)).toBeNull();
    expect(await stored(parent)).toBeNull();
  });

  it("is not for another tenant, and not for a key that may only read", async () => {
    const { workspace, root } = await family();
    const other = await createWorkspace(database.db);
    const input = { runId: friendlyId("run", root), update: { operations: plusOne } };
    await expect(updateMetadata(other.ctx, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "x", scopes: ["read"] });
    await expect(updateMetadata(reader, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
