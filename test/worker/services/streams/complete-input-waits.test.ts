import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { runWithStream } from "#test/support/streams.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { completeInputWaits } from "#worker/services/streams/complete-input-waits.ts";
import { inputKey } from "#worker/services/streams/schemas.ts";
import { createWaitpoint } from "#worker/services/waitpoints/create.ts";

const database = useDatabase();

it("completes what waits for a message that is there, in its own environment", async () => {
  const { ctx, id } = await runWithStream(database.db);
  const { prisma } = ctx.db;
  const key = inputKey("chat");
  await prisma.runStream.create({ data: { runId: id, key, createdAt: ctx.clock(), length: 1 } });
  const part = { runId: id, key, index: 0, data: '"hello"', createdAt: ctx.clock() };
  await prisma.runStreamPart.create({ data: part });
  const stream = { runId: id, key, index: 0 };
  const waiting = await createWaitpoint(ctx, { input: {}, stream });
  const early = await createWaitpoint(ctx, { input: {}, stream: { ...stream, index: 1 } });
  const { ctx: stranger } = await createWorkspace(database.db);
  const statuses = async () => {
    const where = { id: { in: [waiting.id, early.id] } };
    const rows = await prisma.waitpoint.findMany({ where, orderBy: { streamIndex: "asc" } });
    return rows.map(({ status, output }) => [status, output]);
  };
  await completeInputWaits(stranger, { runId: id, key });
  expect(await statuses()).toEqual([
    ["WAITING", null],
    ["WAITING", null],
  ]);
  await completeInputWaits(ctx, { runId: id, key });
  await completeInputWaits(ctx, { runId: id, key });
  expect(await statuses()).toEqual([
    ["COMPLETED", '"hello"'],
    ["WAITING", null],
  ]);
});
