import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { readRun, trigger } from "#test/support/runs.ts";
import { createWorkspace, deployTasks, type Workspace } from "#test/support/workspace.ts";
import { getRun } from "#worker/services/runs/get.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";

const database = useDatabase();

async function deployed(): Promise<Workspace> {
  const workspace = await createWorkspace(database.db);
  await deployTasks(workspace, [{ id: "hello" }]);
  return workspace;
}

describe("a payload", () => {
  const superjson = '{"json":{"at":"2026-01-01T00:00:00.000Z"},"meta":{"values":{"at":["Date"]}}}';

  it.each([
    ["any JSON value without a type", {}, { a: [1] }, '{"a":[1]}', "application/json"],
    ["a string without a type, as JSON", {}, "hi", '"hi"', "application/json"],
    ["null", {}, null, "null", "application/json"],
    ["nothing", {}, undefined, null, "application/json"],
    ["JSON text", { payloadType: "application/json" }, '{"a":1}', '{"a":1}', "application/json"],
    [
      "an object named as JSON",
      { payloadType: "application/json" },
      { a: 1 },
      '{"a":1}',
      "application/json",
    ],
    ["text", { payloadType: "text/plain" }, "hi", "hi", "text/plain"],
    [
      "superjson",
      { payloadType: "application/super+json" },
      superjson,
      superjson,
      "application/super+json",
    ],
    [
      "nothing, whatever its type",
      { payloadType: "application/super+json" },
      undefined,
      null,
      "application/json",
    ],
  ] as const)("is stored once: %s", async (_, options, payload, stored, payloadType) => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello", options, payload);
    expect(await readRun(ctx, id)).toMatchObject({ payload: stored, payloadType });
  });

  it("loses a NUL, which Postgres cannot store, and nothing that only looks like one", async () => {
    const { ctx } = await deployed();
    const text = await trigger(ctx, "hello", { payloadType: "text/plain" }, "a\0b\\u0000");
    expect((await readRun(ctx, text.id)).payload).toBe("ab\\u0000");
    const payload = { escaped: "\\u0000", real: "a\0b", half: "\ud83d" };
    const json = await trigger(ctx, "hello", {}, payload);
    expect((await getRun(ctx, json.friendlyId)).payload).toEqual(payload);
  });

  it("of more than ten megabytes is refused, with its size", async () => {
    const { ctx } = await deployed();
    const bytes = 10 * 1024 * 1024;
    await expect(trigger(ctx, "hello", {}, "x".repeat(bytes))).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining(`${bytes + 2} bytes`),
    });
  });
});

describe("metadata", () => {
  it.each([
    ["an object", { a: 1 }, { a: 1 }],
    ["JSON text of an object", '{"a":1}', { a: 1 }],
    ["null", null, null],
    ["JSON text of null", "null", null],
    [
      "characters that Postgres refuses",
      { a: "\0x\ud83d", b: "\\u0000" },
      { a: "x\ufffd", b: "\\u0000" },
    ],
  ])("is kept: %s", async (_, metadata, stored) => {
    const { ctx } = await deployed();
    const { id } = await trigger(ctx, "hello", { metadata });
    expect((await readRun(ctx, id)).metadata).toEqual(stored);
  });

  it.each([["[1]"], [[1]], [7], ["not JSON"]])(
    "that is no object is refused: %j",
    async (metadata) => {
      const { ctx } = await deployed();
      await expect(trigger(ctx, "hello", { metadata })).rejects.toMatchObject({
        code: "UNPROCESSABLE",
        message: expect.stringContaining("must be an object"),
      });
    },
  );

  it("of more than 256 KB is refused", async () => {
    const { ctx } = await deployed();
    const metadata = { text: "x".repeat(256 * 1024) };
    await expect(trigger(ctx, "hello", { metadata })).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: expect.stringContaining("262144"),
    });
  });
});

describe("tags", () => {
  it("may be ten", async () => {
    const { ctx } = await deployed();
    const tags = Array.from({ length: 10 }, (_, index) => `tag-${index}`);
    const { id } = await trigger(ctx, "hello", { tags });
    expect((await readRun(ctx, id)).tags).toEqual(tags);
  });

  it("may not be eleven", async () => {
    const { ctx } = await deployed();
    const tags = Array.from({ length: 11 }, (_, index) => `tag-${index}`);
    await expect(trigger(ctx, "hello", { tags })).rejects.toMatchObject({
      code: "UNPROCESSABLE",
      message: "A run may have 10 tags; this one has 11.",
    });
  });

  it("may be one, without a list", async () => {
    const { ctx } = await deployed();
    const { id } = await trigger(
      ctx,
      "hello",
      triggerInput.parse({ options: { tags: "solo" } }).options,
    );
    expect((await readRun(ctx, id)).tags).toEqual(["solo"]);
  });
});

describe("the schema of a trigger", () => {
  const problem = (options: unknown): string | undefined =>
    triggerInput.safeParse({ options }).error?.issues[0]?.message;

  it.each([
    [{ tags: [""] }, /1 to 128 characters/],
    [{ tags: ["x".repeat(129)] }, /1 to 128 characters/],
    [{ tags: ["a\0"] }, /NUL/],
    [{ concurrencyKey: "a\0" }, /NUL/],
    [{ queue: { name: "" } }, />=1/],
    [{ ttl: "10 minutes" }, /10m, 2h or 1h30m/],
    [{ ttl: -1 }, />=0/],
    [{ ttl: 1e15 }, /<=3153600000/],
    [{ maxDuration: 4 }, />=5/],
    [{ maxDuration: 3e9 }, /<=2147483647/],
    [{ maxAttempts: 251 }, /<=250/],
    [{ priority: "high" }, /expected number/],
    [{ machine: "huge" }, /machine preset such as small-1x/],
    [{ payloadType: "text/html" }, /Invalid option/],
    [{ idempotencyKey: "" }, />=1/],
    [{ idempotencyKey: "ä".repeat(1025) }, /2048 bytes/],
  ])("refuses %j", (options, message) => {
    expect(problem(options)).toMatch(message);
  });

  it("lets options pass that it does not know", () => {
    expect(triggerInput.parse({ options: { region: "eu" }, context: 1 })).toEqual({
      options: { region: "eu" },
    });
  });

  it("allows no more than an index can hold", async () => {
    const { ctx } = await deployed();
    const idempotencyKey = randomBytes(1024).toString("hex");
    const taskId = randomBytes(64).toString("hex");
    expect(problem({ idempotencyKey })).toBeUndefined();
    await expect(trigger(ctx, taskId, { idempotencyKey })).resolves.toMatchObject({
      isCached: false,
    });
  });
});
