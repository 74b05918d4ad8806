import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { runWithStream } from "#test/support/streams.ts";
import { sendInput } from "#worker/services/streams/send-input.ts";
import { waitForInput } from "#worker/services/streams/wait-for-input.ts";
import { getWaitpoint } from "#worker/services/waitpoints/get.ts";

const database = useDatabase();

async function receiver() {
  const { ctx, as, words } = await runWithStream(database.db);
  const { runId } = words;
  return {
    ...{ ctx, as, runId },
    send: (data: unknown) => sendInput(ctx, { runId, key: "chat", data }),
    wait: (lastSeqNum?: number, requestKey?: string) =>
      waitForInput(ctx, { runId, input: { streamId: "chat", lastSeqNum }, requestKey }),
    outputOf: async (id: string) => {
      const { status, output } = await getWaitpoint(ctx, id);
      return [status, output];
    },
  };
}

describe("waitForInput", () => {
  it("is completed by the message behind the last one that is known, whenever that comes", async () => {
    const { send, wait, outputOf } = await receiver();
    await send("first");
    const there = await wait();
    expect(await outputOf(there.waitpointId)).toEqual(["COMPLETED", '"first"']);
    const next = await wait(0);
    const later = await wait(1);
    expect(await outputOf(next.waitpointId)).toEqual(["WAITING", undefined]);
    await send({ second: true });
    expect(await outputOf(next.waitpointId)).toEqual(["COMPLETED", '{"second":true}']);
    expect(await outputOf(later.waitpointId)).toEqual(["WAITING", undefined]);
  });

  it("is missed by no message that is sent in the same moment", async () => {
    const { send, wait, outputOf } = await receiver();
    for (let place = 0; place < 20; place++) {
      const [{ waitpointId }] = await Promise.all([wait(place - 1), send(place)]);
      expect(await outputOf(waitpointId)).toEqual(["COMPLETED", String(place)]);
    }
  });

  it("is the same one for code that runs again", async () => {
    const { wait } = await receiver();
    const first = await wait(-1, "run:0");
    expect(await wait(3, "run:0")).toEqual(first);
  });

  it("is for the run's own key", async () => {
    const { as, runId } = await receiver();
    const input = { streamId: "chat" };
    const reader = as({ kind: "publicToken", scopes: ["read:runs"] });
    await expect(waitForInput(reader, { runId, input })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
