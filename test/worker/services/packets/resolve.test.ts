import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { presignUpload } from "#worker/services/packets/presign.ts";
import { storePacket } from "#worker/services/packets/store.ts";
import { triggerInput } from "#worker/services/runs/schemas.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";

const database = useDatabase();

async function upload({ ctx }: Workspace, name: string, content: string): Promise<void> {
  const address = presignUpload(ctx, name).replace("/api/packets/", "");
  await storePacket(ctx, { address, contentType: "application/super+json", content });
}

function trigger({ ctx }: Workspace, name: string) {
  const options = { payloadType: "application/store", payloadSize: 3 };
  return triggerRun(ctx, { taskId: "t", input: triggerInput.parse({ payload: name, options }) });
}

describe("a payload that was uploaded ahead", () => {
  it("becomes the run's own", async () => {
    const workspace = await createWorkspace(database.db);
    await upload(workspace, "a/payload.json", '{"json":{"a":1}}');
    const { id } = await trigger(workspace, "a/payload.json");
    expect(await database.db.prisma.run.findUnique({ where: { id } })).toMatchObject({
      payload: '{"json":{"a":1}}',
      payloadType: "application/super+json",
    });
  });

  it("is refused when it is not there, or another environment's", async () => {
    const [mine, other] = [await createWorkspace(database.db), await createWorkspace(database.db)];
    await upload(other, "theirs", "{}");
    for (const name of ["theirs", "nothing"]) {
      await expect(trigger(mine, name)).rejects.toMatchObject({
        code: "UNPROCESSABLE",
        message: expect.stringContaining("Upload it again"),
      });
    }
  });
});
