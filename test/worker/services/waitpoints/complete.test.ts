import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later, readRun } from "#test/support/runs.ts";
import { complete, createToken, waitForToken } from "#test/support/waitpoints.ts";
import { createWorkspace, deployTasks, systemContext } from "#test/support/workspace.ts";
import { completeByCallback, completeWaitpoint } from "#worker/services/waitpoints/complete.ts";
import { getWaitpoint } from "#worker/services/waitpoints/get.ts";
import { readWaitResults } from "#worker/services/waits/results.ts";
import { wakeRuns } from "#worker/services/waits/wake.ts";

const database = useDatabase();

async function environment() {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace;
}

describe("completeWaitpoint", () => {
  it("wakes every run that waits for the token, with what it was completed with", async () => {
    const { ctx } = await environment();
    const token = await createToken(ctx);
    const waiting = [await waitForToken(ctx, token), await waitForToken(ctx, token)];
    const other = await waitForToken(ctx, await createToken(ctx));
    await complete(ctx, token, { approved: true });
    expect(await wakeRuns(ctx)).toBe(2);
    for (const { runId } of waiting) {
      expect((await readRun(ctx, runId)).status).toBe("QUEUED");
      expect(await readWaitResults(ctx, { runId, epoch: 0, steps: ["run:0"] })).toEqual([
        {
          step: "run:0",
          result: {
            kind: "TOKEN",
            ok: true,
            output: '{"approved":true}',
            outputType: "application/json",
          },
        },
      ]);
    }
    expect((await readRun(ctx, other.runId)).status).toBe("WAITING");
  });

  it("lets the first of many win, and all of them succeed", async () => {
    const { ctx } = await environment();
    const token = await createToken(ctx);
    await Promise.all(Array.from({ length: 10 }, (_, index) => complete(ctx, token, index)));
    const { output = "" } = await getWaitpoint(ctx, token.friendlyId);
    await complete(ctx, token, "later");
    expect(await getWaitpoint(ctx, token.friendlyId)).toMatchObject({
      status: "COMPLETED",
      output,
    });
    expect(Number(output)).toBeLessThan(10);
  });

  it("comes too late after the timeout, and says so to nobody", async () => {
    const { ctx } = await environment();
    const token = await createToken(ctx, { timeout: "1m" });
    const { runId } = await waitForToken(ctx, token);
    // No sweep has been there.
    await complete(later(ctx, 61_000), token, "late");
    await wakeRuns(ctx);
    expect(await getWaitpoint(ctx, token.friendlyId)).toMatchObject({
      status: "TIMED_OUT",
      outputIsError: true,
      output: expect.stringContaining("Waitpoint timed out at"),
    });
    const [found] = await readWaitResults(ctx, { runId, epoch: 0, steps: ["run:0"] });
    expect(found?.result).toMatchObject({ kind: "TOKEN", ok: false });
  });

  it("takes nothing at all, text of any kind, and refuses what is too large", async () => {
    const { ctx } = await environment();
    const [empty, text] = [await createToken(ctx), await createToken(ctx)];
    await complete(ctx, empty);
    expect(await getWaitpoint(ctx, empty.friendlyId)).not.toHaveProperty("output");
    await complete(ctx, text, "ä😀\0");
    expect((await getWaitpoint(ctx, text.friendlyId)).output).toBe(JSON.stringify("ä😀\0"));
    const large = complete(ctx, await createToken(ctx), "x".repeat(11 * 1024 * 1024));
    await expect(large).rejects.toMatchObject({ code: "TOO_LARGE" });
  });

  it("is nothing for another tenant, a stranger or a reader", async () => {
    const [mine, theirs] = [await environment(), await environment()];
    const token = await createToken(mine.ctx);
    await expect(complete(theirs.ctx, token)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const unknown = completeWaitpoint(mine.ctx, { tokenId: "waitpoint_x", data: 1 });
    await expect(unknown).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(complete(await mine.asMember("VIEWER"), token)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const scopes = [`write:waitpoints:${token.friendlyId}`];
    await complete(mine.as({ kind: "publicToken", scopes }), token, 1);
    const other = await createToken(mine.ctx);
    const refused = complete(mine.as({ kind: "publicToken", scopes }), other, 1);
    await expect(refused).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("completeByCallback", () => {
  it("needs the token's own address and nothing else", async () => {
    const { ctx } = await environment();
    const [token, other] = [await createToken(ctx), await createToken(ctx)];
    const system = systemContext(database.db);
    const hash = token.callbackPath.slice(-64);
    const tokenId = token.friendlyId;
    for (const wrong of [other.callbackPath.slice(-64), hash.slice(1), "", "ä".repeat(64)]) {
      await expect(
        completeByCallback(system, { tokenId, hash: wrong, data: 1 }),
      ).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    }
    await completeByCallback(system, { tokenId, hash, data: [1] });
    expect(await getWaitpoint(ctx, tokenId)).toMatchObject({ status: "COMPLETED", output: "[1]" });
    await database.db.prisma.waitpoint.delete({ where: { id: token.id } });
    const gone = completeByCallback(system, { tokenId, hash, data: 1 });
    await expect(gone).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
