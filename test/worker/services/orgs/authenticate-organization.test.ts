import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { joinAs } from "#test/support/organizations.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { authenticateOrganization } from "#worker/services/orgs/authenticate-organization.ts";

const database = useDatabase();

it("knows a member's role, and no organization that is not theirs", async () => {
  const mine = await createWorkspace(database.db);
  const theirs = await createWorkspace(database.db);
  const { userId } = await joinAs(mine, "ADMIN");
  const { organization } = mine.ctx.environment;
  const found = await authenticateOrganization(mine.ctx, { userId, slug: organization.slug });
  expect(found).toMatchObject({ actor: { kind: "user", userId, role: "ADMIN" }, organization });
  const { slug } = theirs.ctx.environment.organization;
  expect(await authenticateOrganization(mine.ctx, { userId, slug })).toBeNull();
  expect(await authenticateOrganization(mine.ctx, { userId, slug: "nowhere" })).toBeNull();
});
