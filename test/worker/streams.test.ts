import { beforeAll, describe, expect, it } from "vitest";
import { configure, runs, streams } from "#sdk/index.ts";
import { useApiServer } from "#test/support/api-server.ts";
import { useDatabase } from "#test/support/database.ts";
import { DeployedTasks } from "#test/support/tasks.ts";
import { useWorker } from "#test/support/worker.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const SOURCE = `
  import { metadata, streams, task, wait } from "@pawl/sdk";

  async function* count(to: number) {
    for (let n = 0; n < to; n++) yield { n };
  }
  const words = streams.define<string>({ id: "words" });

  export const writes = task({
    id: "writes",
    run: async (payload: { hold?: boolean }) => {
      const { stream, waitUntilComplete } = streams.pipe("numbers", count(450));
      let sum = 0;
      for await (const part of stream) sum += part.n;
      await waitUntilComplete();
      await words.append("a");
      await words.append("line\\nbreak");
      words.writer({
        execute: ({ write, merge }) => {
          merge((async function* () { yield "merged"; })());
          write("written");
        },
      });
      await streams.append("of the default");
      for await (const part of await metadata.stream("old", count(1))) sum += part.n;
      if (payload.hold) await wait.for({ hours: 1 });
      return sum;
    },
  });
  export const child = task({
    id: "child",
    run: async () => { await streams.append("from-below", { deep: true }, { target: "parent" }); },
  });
  export const parent = task({
    id: "parent",
    run: async () => (await child.triggerAndWait()).ok,
  });
  export const breaks = task({
    id: "breaks",
    retry: { maxAttempts: 1 },
    run: async () => {
      const broken = async function* () { yield 1; throw new Error("the source is broken"); };
      const { waitUntilComplete } = streams.pipe("broken", broken());
      return waitUntilComplete().then(() => "all", (error: Error) => error.message);
    },
  });
`;

const database = useDatabase();
const api = useApiServer(database.url);
const { restart } = useWorker(database.url, { slots: 6, apiUrl: api.url });
const tasks = new DeployedTasks({
  database,
  source: SOURCE,
  variables: async () => ({}),
  restartWorker: restart,
});

beforeAll(async () => {
  const { secretKey } = await tasks.workspace();
  configure({ baseURL: api.url(), secretKey });
});

async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const parts: T[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

describe("the streams of a run", () => {
  it("are read while they are written, and to their end", async () => {
    const runId = await tasks.start("writes", {});
    // Begun before anything is there.
    const numbers = all(await streams.read<{ n: number }>(runId, "numbers"));
    const words = all(await streams.read<string>(runId, "words"));
    expect(await tasks.finished(runId)).toMatchObject({
      ...{ status: "COMPLETED", output: (449 * 450) / 2 },
    });
    expect(await numbers).toEqual(Array.from({ length: 450 }, (_, n) => ({ n })));
    expect((await words).slice(0, 2)).toEqual(["a", "line\nbreak"]);
    expect((await words).slice(2).sort()).toEqual(["merged", "written"]);
    expect(await all(await streams.read(runId))).toEqual(["of the default"]);
    expect(await all(await runs.fetchStream(runId, "old"))).toEqual([{ n: 0 }]);
    const late = await streams.read<{ n: number }>(runId, "numbers", { startIndex: 448 });
    expect(await all(late)).toEqual([{ n: 448 }, { n: 449 }]);
  });

  it("come with the changes of the run that is followed", async () => {
    const runId = await tasks.start("writes", { hold: true });
    const seen = new Map<string, unknown[]>();
    for await (const event of runs.subscribeToRun(runId).withStreams<{ words: string }>()) {
      const of = seen.get(event.type) ?? [];
      seen.set(event.type, [...of, event.type === "run" ? event.run.status : event.chunk]);
      const isFull = seen.get("numbers")?.length === 450 && seen.get("words")?.length === 4;
      // The task may be canceled once it has written to all of them.
      const isAll = isFull && seen.has("default") && seen.has("old");
      if (isAll && event.type !== "run") await cancelRun(await tasks.ctx(), runId);
    }
    expect(seen.get("run")?.at(-1)).toBe("CANCELED");
    expect([...seen.keys()].sort()).toEqual(["default", "numbers", "old", "run", "words"]);
  });

  it("may be those of the run above; a source that breaks is told to who waits", async () => {
    const parentId = await tasks.start("parent");
    await tasks.finished(parentId);
    const below = await streams.read(parentId, "from-below");
    expect(await all(below)).toEqual([{ deep: true }]);
    const broken = await tasks.start("breaks");
    expect(await tasks.finished(broken)).toMatchObject({ output: "the source is broken" });
    expect(await all(await streams.read(broken, "broken"))).toEqual([1]);
  });

  it("are read by whoever may read the run, and end for who waits in vain", async () => {
    const { ctx } = await tasks.workspace();
    const id = friendlyId("run", crypto.randomUUID());
    await expect(all(await streams.read(id))).rejects.toMatchObject({ status: 404 });
    const runId = await tasks.start("writes", { hold: true });
    await tasks.waiting(runId);
    const nothing = [
      await streams.read(runId, "words", { timeoutInSeconds: 1, startIndex: 4 }),
      await streams.read(runId, "words", { timeoutInSeconds: 1, from: "latest" }),
    ];
    expect(await Promise.all(nothing.map(all))).toEqual([[], []]);
    await cancelRun(ctx, runId);
  });
});
