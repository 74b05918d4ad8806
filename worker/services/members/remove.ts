import type { OrganizationContext } from "../context.ts";
import { changeMember } from "./change.ts";

/** Removes a member, or lets a person leave. Their sessions stay; the organization is gone from them at once. */
export async function removeMember(ctx: OrganizationContext, userId: string): Promise<void> {
  await changeMember(ctx, { userId, to: null });
}
