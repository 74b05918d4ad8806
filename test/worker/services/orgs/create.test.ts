import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createOrganization } from "#worker/services/orgs/create.ts";
import { getWorkspace } from "#worker/services/orgs/get-workspace.ts";

const database = useDatabase();

it("gives an administrator an organization with a project; who only owns one may not", async () => {
  const workspace = await createWorkspace(database.db);
  const { ctx, userId } = await joinAs(workspace, "OWNER");
  const input = { userId, name: "Zoë’s Shop", projectName: "Web" };
  await expect(createOrganization(ctx, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
  await database.db.prisma.user.update({ where: { id: userId }, data: { isAdministrator: true } });

  // Of two with one name that are made at once, each gets an address.
  const made = await Promise.all([createOrganization(ctx, input), createOrganization(ctx, input)]);
  expect(made.map(({ slug }) => slug).sort()).toEqual(["zoe-s-shop", "zoe-s-shop-2"]);
  expect(made.map(({ projectSlug }) => projectSlug)).toEqual(["web", "web"]);
  const seen = await getWorkspace(ctx, userId);
  const shop = seen?.organizations.find(({ slug }) => slug === "zoe-s-shop");
  expect(shop).toMatchObject({ name: "Zoë’s Shop", role: "OWNER" });
  expect(shop?.projects).toMatchObject([{ name: "Web", ref: expect.stringMatching(/^proj_/) }]);
  expect(shop?.projects[0]?.environments.map(({ slug }) => slug)).toEqual([
    "dev",
    "staging",
    "prod",
  ]);
});
