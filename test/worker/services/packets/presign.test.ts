import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import {
  presignDownload,
  presignRunPacket,
  presignUpload,
} from "#worker/services/packets/presign.ts";

const database = useDatabase();

describe("presigning", () => {
  it("needs a key that may trigger, or read", async () => {
    const workspace = await createWorkspace(database.db);
    const reader = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["read:runs"] });
    const sender = workspace.as({ kind: "apiKey", apiKeyId: "", scopes: ["trigger:tasks"] });
    const refused = expect.objectContaining({ code: "FORBIDDEN" });
    expect(() => presignUpload(reader, "p")).toThrow(refused);
    expect(() => presignDownload(sender, "p")).toThrow(refused);
    expect(presignUpload(sender, "p")).toMatch(/^\/api\/packets\//);
    expect(presignDownload(reader, "p")).toMatch(/^\/api\/packets\//);
  });

  it("finds no packet that a run does not have, and none of another environment's", async () => {
    const [mine, other] = [await createWorkspace(database.db), await createWorkspace(database.db)];
    const runId = friendlyId("run", await insertRun(mine.ctx, "QUEUED"));
    for (const [ctx, part] of [
      [mine.ctx, "output"],
      [mine.ctx, "error"],
      [other.ctx, "payload"],
    ] as const) {
      const found = presignRunPacket(ctx, { runId, part });
      await expect(found).rejects.toMatchObject({ code: "NOT_FOUND" });
    }
  });
});
