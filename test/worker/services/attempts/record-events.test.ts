import { describe, expect, it } from "vitest";
import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { recordEvents } from "#worker/services/attempts/record-events.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";

const database = useDatabase();
const at = Date.parse("2026-01-01T00:00:00Z");

function record(ctx: EnvironmentContext, runId: string, events: RunnerEvent[]): Promise<void> {
  const environmentId = ctx.environment.id;
  return recordEvents(ctx, [{ runId, environmentId, attemptNumber: 2, events }]);
}

function read(runId: string) {
  return database.db.prisma.runEvent.findMany({ where: { runId }, orderBy: { id: "asc" } });
}

describe("recordEvents", () => {
  it("appends logs and spans in the order they came in", async () => {
    const { ctx } = await createWorkspace(database.db);
    const runId = newId();
    const error = { type: "STRING_ERROR", raw: "No" } as const;
    await record(ctx, runId, [
      { kind: "log", at, level: "INFO", message: "Hello", attributes: { a: [1] } },
      {
        kind: "span",
        at: at + 0.5,
        durationMs: 1.25,
        spanId: "b".repeat(16),
        parentSpanId: "a".repeat(16),
        name: "work",
        category: "user",
        error,
      },
    ]);
    expect(await read(runId)).toMatchObject([
      {
        kind: "LOG",
        environmentId: ctx.environment.id,
        attemptNumber: 2,
        label: "INFO",
        message: "Hello",
        attributes: { a: [1] },
        spanId: null,
        durationMs: null,
        error: null,
      },
      {
        kind: "SPAN",
        label: "user",
        message: "work",
        spanId: "b".repeat(16),
        parentSpanId: "a".repeat(16),
        durationMs: 1.25,
        error,
        attributes: null,
      },
    ]);
  });

  it("writes the events of many attempts with one statement", async () => {
    const { ctx } = await createWorkspace(database.db);
    const runIds = [newId(), newId()];
    await recordEvents(
      ctx,
      runIds.map((runId, index) => ({
        runId,
        environmentId: ctx.environment.id,
        attemptNumber: 1,
        events: [{ kind: "log", at, level: "LOG", message: `of ${index}` }],
      })),
    );
    for (const [index, runId] of runIds.entries()) {
      expect(await read(runId)).toMatchObject([{ message: `of ${index}` }]);
    }
  });

  it("keeps the other events when one has what Postgres or JSON cannot say", async () => {
    const { ctx } = await createWorkspace(database.db);
    const runId = newId();
    const attributes = {
      nul: "a\0b",
      half: "\ud83d!",
      escaped: "\\u0000",
      big: 7n,
      gone: undefined,
    };
    await record(ctx, runId, [
      { kind: "log", at, level: "LOG", message: "a\0b \ud83d", attributes },
      { kind: "log", at, level: "LOG", message: "next" },
    ]);
    expect(await read(runId)).toMatchObject([
      {
        message: "ab \ufffd",
        attributes: { nul: "ab", half: "\ufffd!", escaped: "\\u0000", big: "7n" },
      },
      { message: "next" },
    ]);
  });

  it("does nothing for no events", async () => {
    const { ctx } = await createWorkspace(database.db);
    const changed: string[] = [];
    const signals = { ...ctx.signals, runChanged: (_: string, id: string) => changed.push(id) };
    await record({ ...ctx, signals }, newId(), []);
    await recordEvents({ ...ctx, signals }, []);
    expect(changed).toEqual([]);
    const runId = newId();
    await record({ ...ctx, signals }, runId, [{ kind: "log", at, level: "LOG", message: "x" }]);
    expect(changed).toEqual([runId]);
  });
});
