import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { admit, queue, rungBells } from "#test/support/queues.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";
import { resumeEnvironment } from "#worker/services/queues/resume-environment.ts";

const database = useDatabase();

describe("resumeEnvironment", () => {
  it("lets what waits start, and rings the bell; twice is once", async () => {
    const { ctx } = await createWorkspace(database.db);
    await queue(ctx, "a");
    await pauseEnvironment(ctx);
    const { signals, rung } = rungBells();
    const resumed = { running: 0, queued: 1, concurrencyLimit: 100, paused: false };
    expect(await resumeEnvironment({ ...ctx, signals })).toEqual(resumed);
    expect(rung).toEqual([ctx.environment.id]);
    expect(await resumeEnvironment(ctx)).toEqual(resumed);
    expect(await admit(ctx)).toBe(1);
  });

  it("is for those who may write queues", async () => {
    const viewer = await (await createWorkspace(database.db)).asMember("VIEWER");
    await expect(resumeEnvironment(viewer)).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
