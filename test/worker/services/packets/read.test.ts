import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { trigger } from "#test/support/runs.ts";
import { createWorkspace, systemContext } from "#test/support/workspace.ts";
import { presignDownload, presignRunPacket } from "#worker/services/packets/presign.ts";
import { readPacket } from "#worker/services/packets/read.ts";

const database = useDatabase();
const addressOf = (path: string) => path.replace("/api/packets/", "");

describe("readPacket", () => {
  it("gives a run's payload as it was written", async () => {
    const { ctx } = await createWorkspace(database.db);
    const run = await trigger(ctx, "t", { payloadType: "text/plain" }, "hello");
    const path = await presignRunPacket(ctx, { runId: run.friendlyId, part: "payload" });
    expect(await readPacket(systemContext(database.db), addressOf(path))).toEqual({
      content: "hello",
      contentType: "text/plain",
    });
  });

  it("finds nothing where nothing was uploaded", async () => {
    const { ctx } = await createWorkspace(database.db);
    const read = readPacket(ctx, addressOf(presignDownload(ctx, "nothing")));
    await expect(read).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
