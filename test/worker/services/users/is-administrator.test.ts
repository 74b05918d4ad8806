import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { isAdministrator } from "#worker/services/users/is-administrator.ts";

const database = useDatabase();

it("tells the installation's administrators from owners and from who is gone", async () => {
  const { ctx, userId } = await joinAs(await createWorkspace(database.db), "OWNER");
  expect(await isAdministrator(ctx, userId)).toBe(false);
  await database.db.prisma.user.update({ where: { id: userId }, data: { isAdministrator: true } });
  expect(await isAdministrator(ctx, userId)).toBe(true);
  expect(await isAdministrator(ctx, newId())).toBe(false);
});
