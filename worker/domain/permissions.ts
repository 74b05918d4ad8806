import { parseScope } from "./scopes.ts";

/** Who asks. Every verb of `worker/services` is told, and asks `can` before it does anything. */
export type Actor =
  | { kind: "user"; userId: string; role: MemberRole }
  | { kind: "apiKey"; apiKeyId: string; scopes: readonly string[] }
  | PublicTokenActor
  /** A job of our own, such as the sweep or the first start. */
  | { kind: "system"; name: string };

export interface PublicTokenActor {
  kind: "publicToken";
  scopes: readonly string[];
  /** Set on a token that triggers once. */
  oneTime?: {
    /** SHA-256 of the token. */
    hash: Uint8Array<ArrayBuffer>;
    expiresAt: Date;
  };
  /** Columns that it may not follow in feeds of runs. */
  skipColumns?: readonly string[];
}

export type MemberRole = "OWNER" | "ADMIN" | "DEVELOPER" | "VIEWER";

export type Action = "read" | "write" | "trigger" | "batchTrigger" | "deploy" | "admin";

/** What is asked for: `{ type: "runs", id }`, or a whole type. */
export interface Target {
  type:
    | "runs"
    | "tasks"
    | "tags"
    | "batch"
    | "deployments"
    | "queues"
    | "waitpoints"
    | "inputStreams"
    | "schedules"
    | "workers"
    | "apiKeys"
    | "envvars"
    | "members"
    | "projects"
    | "organization";
  id?: string;
}

/** From the least to the most. */
export const MEMBER_ROLES = ["VIEWER", "DEVELOPER", "ADMIN", "OWNER"] as const;

/** The lowest role that may read, change and administer what is of a type. */
interface Lowest {
  read: MemberRole;
  change: MemberRole;
  admin: MemberRole;
}

const WORK: Lowest = { read: "VIEWER", change: "DEVELOPER", admin: "DEVELOPER" };
/** Secrets are for those who may change things; a viewer sees neither keys nor variables. */
const SECRETS: Lowest = { read: "DEVELOPER", change: "DEVELOPER", admin: "DEVELOPER" };

const LOWEST_ROLES: Record<Target["type"], Lowest> = {
  runs: WORK,
  tasks: WORK,
  tags: WORK,
  batch: WORK,
  deployments: WORK,
  queues: WORK,
  waitpoints: WORK,
  inputStreams: WORK,
  schedules: WORK,
  workers: WORK,
  apiKeys: SECRETS,
  envvars: SECRETS,
  members: { read: "VIEWER", change: "ADMIN", admin: "OWNER" },
  /** Projects and their environments: made, renamed, deleted. */
  projects: { read: "VIEWER", change: "ADMIN", admin: "ADMIN" },
  organization: { read: "VIEWER", change: "ADMIN", admin: "OWNER" },
};

/** True when `role` may do all that `needed` may. */
export function isAtLeast(role: MemberRole, needed: MemberRole): boolean {
  return MEMBER_ROLES.indexOf(role) >= MEMBER_ROLES.indexOf(needed);
}

/** The lowest role that may do this, for telling somebody whose role does not. */
export function lowestRole(action: Action, type: Target["type"]): MemberRole {
  const lowest = LOWEST_ROLES[type];
  if (action === "read") return lowest.read;
  return action === "admin" ? lowest.admin : lowest.change;
}

/** True when any one of `targets` opens the door: a run may be reached as itself, through its task or a tag. */
export function can(actor: Actor, action: Action, targets: readonly Target[]): boolean {
  switch (actor.kind) {
    case "system":
      return true;
    case "user":
      return targets.some(({ type }) => isAtLeast(actor.role, lowestRole(action, type)));
    case "apiKey":
    case "publicToken":
      return targets.some((target) => actor.scopes.some((scope) => covers(scope, action, target)));
  }
}

/** Bare `admin` is everything; `admin:<type>` is not. */
function covers(scope: string, action: Action, target: Target): boolean {
  if (scope === "admin") return true;
  const parsed = parseScope(scope);
  if (parsed.action !== action && parsed.action !== "*") return false;
  if (parsed.type === undefined || parsed.type === "all") return true;
  if (parsed.type !== target.type) return false;
  return parsed.id === undefined || parsed.id === target.id;
}
