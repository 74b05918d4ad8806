import type { MemberRole } from "#worker/domain/permissions.ts";
import type { OrganizationContext } from "#worker/services/context.ts";
import type { Workspace } from "./workspace.ts";

export interface OrganizationMember {
  ctx: OrganizationContext;
  userId: string;
}

/** A new member with this role, and the organization as they see it. */
export async function joinAs(workspace: Workspace, role: MemberRole): Promise<OrganizationMember> {
  const ctx = await workspace.asMember(role);
  const userId = ctx.actor.kind === "user" ? ctx.actor.userId : "";
  return { ctx: { ...ctx, organization: ctx.environment.organization }, userId };
}
