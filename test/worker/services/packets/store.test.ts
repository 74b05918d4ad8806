import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, systemContext } from "#test/support/workspace.ts";
import { presignDownload, presignUpload } from "#worker/services/packets/presign.ts";
import { readPacket } from "#worker/services/packets/read.ts";
import { storePacket } from "#worker/services/packets/store.ts";

const database = useDatabase();
const addressOf = (path: string) => path.replace("/api/packets/", "");

describe("storePacket", () => {
  it("keeps what was sent, with its type; sent again, it replaces it", async () => {
    const { ctx } = await createWorkspace(database.db);
    const address = addressOf(presignUpload(ctx, "trigger/p/payload.json"));
    const system = systemContext(database.db);
    const contentType = "application/super+json";
    await storePacket(system, { address, contentType, content: '{"json":1}' });
    await storePacket(system, { address, contentType, content: '{"json":2}' });
    const download = addressOf(presignDownload(ctx, "trigger/p/payload.json"));
    expect(await readPacket(system, download)).toMatchObject({
      content: '{"json":2}',
      contentType,
    });
  });

  it("refuses other types", async () => {
    const { ctx } = await createWorkspace(database.db);
    const address = addressOf(presignUpload(ctx, "p"));
    const stored = storePacket(ctx, { address, contentType: "text/html", content: "<p>" });
    await expect(stored).rejects.toMatchObject({ code: "VALIDATION" });
  });
});
