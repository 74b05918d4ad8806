import type { MemberRole } from "./permissions.ts";

export interface MembershipChange {
  /** Of the person who changes it. */
  actorRole: MemberRole;
  isSelf: boolean;
  from: MemberRole;
  /** Null: they are a member no longer. */
  to: MemberRole | null;
  ownerCount: number;
}

/** Why a member's role must not change like this, as a sentence; undefined when it may. */
export function membershipProblem(change: MembershipChange): string | undefined {
  const { actorRole, isSelf, from, to, ownerCount } = change;
  const isLeaving = isSelf && to === null;
  if (!isLeaving && actorRole !== "OWNER" && actorRole !== "ADMIN") {
    return "Your role does not allow this. Ask an owner of the organization.";
  }
  if (!isLeaving && actorRole !== "OWNER" && (from === "OWNER" || to === "OWNER")) {
    return "Only an owner makes owners, and changes what they are.";
  }
  if (from === "OWNER" && to !== "OWNER" && ownerCount <= 1) {
    return isLeaving
      ? "You are the last owner. Make somebody else an owner first, or delete the organization."
      : "This is the last owner. Make somebody else an owner first.";
  }
  return undefined;
}
