import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";
import { getWorkspace } from "#worker/services/orgs/get-workspace.ts";

const database = useDatabase();

async function createUser(hasPassword: boolean): Promise<string> {
  const id = newId();
  const account = { id: newId(), accountId: id, providerId: "credential", password: "hash" };
  await database.db.prisma.user.create({
    data: {
      id,
      name: "Ada",
      email: `${id}@example.com`,
      ...(hasPassword && { accounts: { create: account } }),
    },
  });
  return id;
}

describe("getWorkspace", () => {
  it("shows a person's organizations, projects and environments, and no others", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const userId = await createUser(true);
    await database.db.prisma.member.create({
      data: { userId, organizationId: mine.organizationId, role: "DEVELOPER" },
    });
    const { environment } = mine.ctx;
    const workspace = await getWorkspace(mine.ctx, userId);
    expect(workspace).toEqual({
      user: {
        id: userId,
        name: "Ada",
        email: `${userId}@example.com`,
        hasPassword: true,
        identities: [],
        isAdministrator: false,
      },
      organizations: [
        {
          slug: environment.organization.slug,
          name: environment.organization.name,
          role: "DEVELOPER",
          projects: [
            {
              ref: mine.projectRef,
              slug: "project",
              name: "Project",
              environments: [
                {
                  id: friendlyId("env", environment.id),
                  slug: "dev",
                  name: "Development",
                  type: "DEVELOPMENT",
                  tone: "NEUTRAL",
                },
                {
                  id: expect.stringMatching(/^env_/),
                  slug: "staging",
                  name: "Staging",
                  type: "STAGING",
                  tone: "WARNING",
                },
                {
                  id: expect.stringMatching(/^env_/),
                  slug: "prod",
                  name: "Production",
                  type: "PRODUCTION",
                  tone: "ACCENT",
                },
              ],
            },
          ],
        },
      ],
    });
    expect(JSON.stringify(workspace)).not.toContain(theirs.projectRef);
  });

  it("knows who has no password yet, and who belongs nowhere", async () => {
    const { ctx } = await createWorkspace(database.db);
    const userId = await createUser(false);
    expect(await getWorkspace(ctx, userId)).toMatchObject({
      user: { hasPassword: false },
      organizations: [],
    });
  });

  it("has nothing for somebody who is gone", async () => {
    const { ctx } = await createWorkspace(database.db);
    expect(await getWorkspace(ctx, newId())).toBeNull();
  });
});
