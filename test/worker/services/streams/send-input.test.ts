import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { runWithStream, write } from "#test/support/streams.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { listStreams } from "#worker/services/streams/list.ts";
import { readStream } from "#worker/services/streams/read.ts";
import { inputKey } from "#worker/services/streams/schemas.ts";
import { sendInput } from "#worker/services/streams/send-input.ts";

const database = useDatabase();

async function receiver() {
  const { ctx, as, id, words } = await runWithStream(database.db);
  const { runId } = words;
  const send = (data: unknown, requestKey?: string) =>
    sendInput(ctx, { runId, key: "chat", data, requestKey });
  const received = async () => {
    const { parts } = await readStream(ctx, { runId: id, key: inputKey("chat"), from: 0 });
    return parts.map(({ index, data }) => [index, JSON.parse(data)]);
  };
  return { ctx, as, id, runId, words, send, received };
}

const token = (scope: string) => ({ kind: "publicToken", scopes: [scope] }) as const;

describe("sendInput", () => {
  it("keeps messages in their order, for many senders at once too", async () => {
    const { send, received } = await receiver();
    await send({ text: "a\0" });
    await send(undefined);
    await Promise.all(Array.from({ length: 8 }, (_, n) => send(n)));
    const messages = await received();
    expect(messages.slice(0, 2)).toEqual([
      [0, { text: "a\0" }],
      [1, null],
    ]);
    expect(messages.map(([index]) => index)).toEqual(Array.from({ length: 10 }, (_, n) => n));
  });

  it("takes a request that comes twice once", async () => {
    const { send, received } = await receiver();
    await send("a", "one");
    await Promise.all([send("b", "two"), send("b", "two")]);
    await send("a", "one");
    expect((await received()).map(([, data]) => data)).toEqual(["a", "b"]);
  });

  it("is none of the run's own streams, and stands beside them", async () => {
    const { ctx, runId, words, send } = await receiver();
    await write(ctx, words, ["own"]);
    await send("theirs");
    const { streams } = await listStreams(ctx, runId);
    expect(streams.map(({ key, length }) => [key, length])).toEqual([
      ["words", 1],
      ["input/chat", 1],
    ]);
  });

  it("refuses a run that is over, has had too many, or is not the caller's", async () => {
    const { ctx, as, id, runId, send } = await receiver();
    const allowed = as(token(`write:inputStreams:${runId}`));
    await sendInput(allowed, { runId, key: "chat", data: 1 });
    const data = { runId, key: "chat", data: 1 };
    await expect(sendInput(as(token("write:inputStreams:run_2")), data)).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const { ctx: stranger } = await createWorkspace(database.db);
    await expect(sendInput(stranger, data)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await ctx.db.prisma.runStream.update({
      where: { runId_key: { runId: id, key: inputKey("chat") } },
      data: { length: 10_000 },
    });
    await expect(send(1)).rejects.toMatchObject({ code: "TOO_LARGE" });
    await cancelRun(ctx, runId);
    await expect(send(1)).rejects.toMatchObject({ code: "VALIDATION" });
  });
});
