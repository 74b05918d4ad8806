import type { MemberRole } from "#worker/domain/permissions.ts";
import type { OrganizationContext } from "../context.ts";
import { changeMember } from "./change.ts";

/** Throws FORBIDDEN with the reason, NOT_FOUND for who is no member. */
export async function changeRole(
  ctx: OrganizationContext,
  { userId, role }: { userId: string; role: MemberRole },
): Promise<void> {
  await changeMember(ctx, { userId, to: role });
}
