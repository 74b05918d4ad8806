import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace, deployTasks } from "#test/support/workspace.ts";
import { getBundle } from "#worker/services/deployments/get-bundle.ts";

const database = useDatabase();

describe("getBundle", () => {
  it("gives the files as they were uploaded", async () => {
    const workspace = await createWorkspace(database.db);
    const id = await deployTasks(workspace, [{ id: "hello" }]);
    const { bundleId } = await database.db.prisma.deployment.findUniqueOrThrow({ where: { id } });
    expect(await getBundle(workspace.ctx, bundleId)).toEqual({
      files: [{ path: "index.mjs", encoding: "utf8", contents: expect.stringMatching(/^\/\/ /) }],
    });
  });

  it("says that a bundle is gone", async () => {
    const { ctx } = await createWorkspace(database.db);
    await expect(getBundle(ctx, crypto.randomUUID())).rejects.toMatchObject({
      code: "NOT_FOUND",
      message: "The bundle of this deployment is gone.",
    });
  });

  it("refuses one that is damaged, since asking again would bring the same", async () => {
    const workspace = await createWorkspace(database.db);
    const id = await deployTasks(workspace, [{ id: "hello" }]);
    const { bundleId } = await database.db.prisma.deployment.findUniqueOrThrow({ where: { id } });
    const data = { archive: new Uint8Array(Buffer.from("no archive")) };
    await database.db.prisma.bundle.update({ where: { id: bundleId }, data });
    await expect(getBundle(workspace.ctx, bundleId)).rejects.toMatchObject({
      code: "UNPROCESSABLE",
      message: expect.stringContaining("damaged"),
    });
  });
});
