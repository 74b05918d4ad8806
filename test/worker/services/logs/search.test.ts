import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { recordEvents } from "#worker/services/attempts/record-events.ts";
import { searchLogsQuery } from "#worker/services/logs/schemas.ts";
import { searchLogs } from "#worker/services/logs/search.ts";

const database = useDatabase();
const now = new Date("2026-03-12T14:30:00Z");
let workspace: Workspace;
let first: string;
let second: string;

beforeAll(async () => {
  workspace = await createWorkspace(database.db);
  const { ctx } = workspace;
  first = await insertRun(ctx, "COMPLETED", { taskSlug: "a" });
  second = await insertRun(ctx, "COMPLETED", { taskSlug: "b" });
  const levels = ["INFO", "WARN", "ERROR", "LOG"] as const;
  const write = (runId: string, from: number) =>
    recordEvents(ctx, [
      {
        ...{ runId, environmentId: ctx.environment.id, attemptNumber: 1 },
        events: [0, 1, 2, 3].map((index) => ({
          kind: "log" as const,
          // The same time for two of them, a millisecond apart from the others.
          at: now.getTime() - (from + (index === 3 ? 2 : index)),
          level: levels[index] ?? "LOG",
          message: `Line ${from + index} of 100% charge_me`,
          attributes: { index },
        })),
      },
    ]);
  await write(first, 0);
  await write(second, 10);
});

async function search(query: object, atOnce?: number) {
  const ctx = { ...workspace.ctx, clock: () => now };
  const page = await searchLogs(ctx, searchLogsQuery.parse(query), atOnce ? { atOnce } : {});
  return { ...page, lines: page.data.map(({ message }) => Number(message.split(" ")[1])) };
}

describe("searchLogs", () => {
  it("shows the newest first with their run and task, page by page, each line once", async () => {
    const all = await search({});
    expect(all.lines).toEqual([0, 1, 3, 2, 10, 11, 13, 12]);
    expect(all.data[0]).toMatchObject({
      level: "INFO",
      task: "a",
      runId: friendlyId("run", first),
      attributes: { index: 0 },
    });
    const seen: number[] = [];
    for (let after: string | undefined; ; ) {
      const page = await search({ size: "3", ...(after && { after }) });
      seen.push(...page.lines);
      after = page.next;
      if (!after) break;
    }
    expect(seen).toEqual(all.lines);
  });

  it("filters by level, task, run, text and time", async () => {
    expect((await search({ level: "WARN,ERROR" })).lines).toEqual([1, 2, 11, 12]);
    expect((await search({ level: "LOG" })).lines).toEqual([3, 13]);
    expect((await search({ task: "b", level: "INFO" })).lines).toEqual([10]);
    expect((await search({ run: friendlyId("run", second) })).lines).toHaveLength(4);
    expect((await search({ run: "run_nonsense" })).lines).toEqual([]);
    expect((await search({ search: "LINE 1" })).lines).toEqual([1, 10, 11, 13, 12]);
    expect((await search({ search: "100% charge_" })).lines).toHaveLength(8);
    expect((await search({ search: "100_charge" })).lines).toEqual([]);
    expect((await search({ from: new Date(now.getTime() - 3).toISOString() })).lines).toHaveLength(
      4,
    );
    expect((await search({ to: new Date(now.getTime() - 3).toISOString() })).lines).toHaveLength(4);
    expect((await search({ period: "1h" })).lines).toHaveLength(8);
  });

  it("ends a search at its bound, says how far it came, and goes on from there", async () => {
    const page = await search({ search: "Line 12" }, 5);
    expect(page).toMatchObject({ data: [], searched: { lines: 5 } });
    const rest = await search({ search: "Line 12", after: page.next }, 5);
    expect(rest.lines).toEqual([12]);
    expect(rest.next).toBeUndefined();
  });

  it("refuses cursors that are none, shows another tenant nothing, and needs the right to read", async () => {
    expect(searchLogsQuery.safeParse({ after: "soon" }).success).toBe(false);
    expect(searchLogsQuery.safeParse({ level: "LOUD" }).success).toBe(false);
    const other = await createWorkspace(database.db);
    expect((await searchLogs(other.ctx, searchLogsQuery.parse({}))).data).toEqual([]);
    const theirs = searchLogsQuery.parse({ run: friendlyId("run", first) });
    expect((await searchLogs(other.ctx, theirs)).data).toEqual([]);
    const ctx = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["trigger:tasks"] });
    await expect(searchLogs(ctx, searchLogsQuery.parse({}))).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
