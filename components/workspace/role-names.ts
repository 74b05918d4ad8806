import type { MemberRole } from "#worker/domain/permissions.ts";

export const ROLE_NAMES: Record<MemberRole, string> = {
  OWNER: "Owner",
  ADMIN: "Admin",
  DEVELOPER: "Developer",
  VIEWER: "Viewer",
};

/** What a role may do, for whoever chooses one. */
export const ROLE_DESCRIPTIONS: Record<MemberRole, string> = {
  OWNER: "Everything: makes owners, deletes the organization",
  ADMIN: "Members, projects and environments, and all that developers do",
  DEVELOPER: "Triggers, cancels, deploys; variables, API keys and queues",
  VIEWER: "Sees runs, tasks and queues; changes nothing, sees no secrets",
};
