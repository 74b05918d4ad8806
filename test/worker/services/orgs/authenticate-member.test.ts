import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { authenticateMember } from "#worker/services/orgs/authenticate-member.ts";

const database = useDatabase();

function userIdOf({ actor }: EnvironmentContext): string {
  if (actor.kind !== "user") throw new Error("This actor is no person.");
  return actor.userId;
}

describe("authenticateMember", () => {
  it.each(["OWNER", "VIEWER"] as const)("knows a member with the role %s", async (role) => {
    const workspace = await createWorkspace(database.db);
    const member = await workspace.asMember(role);
    const userId = userIdOf(member);
    const environmentId = friendlyId("env", member.environment.id);
    expect(await authenticateMember(workspace.ctx, { userId, environmentId })).toEqual({
      actor: { kind: "user", userId, role },
      environment: member.environment,
    });
  });

  it("does not show an environment to people of other organizations", async () => {
    const [mine, theirs] = await Promise.all([
      createWorkspace(database.db),
      createWorkspace(database.db),
    ]);
    const userId = userIdOf(await mine.asMember("OWNER"));
    const environmentId = friendlyId("env", theirs.ctx.environment.id);
    expect(await authenticateMember(mine.ctx, { userId, environmentId })).toBeNull();
  });

  it("does not know an environment that is none", async () => {
    const { ctx, asMember } = await createWorkspace(database.db);
    const userId = userIdOf(await asMember("OWNER"));
    for (const environmentId of [
      "",
      "env_1",
      friendlyId("run", newId()),
      friendlyId("env", newId()),
    ]) {
      expect(await authenticateMember(ctx, { userId, environmentId })).toBeNull();
    }
  });
});
