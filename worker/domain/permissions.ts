/** Who asks. Every verb of `worker/services` is told, and asks `can` before it does anything. */
export type Actor =
  | { kind: "user"; userId: string; role: MemberRole }
  | { kind: "apiKey"; apiKeyId: string; scopes: readonly string[] }
  | { kind: "publicToken"; scopes: readonly string[] }
  /** A job of our own, such as the sweep or the first start. */
  | { kind: "system"; name: string };

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
    | "workers"
    | "apiKeys"
    | "envvars";
  id?: string;
}

const ROLE_ACTIONS: Record<MemberRole, readonly Action[]> = {
  OWNER: ["read", "write", "trigger", "batchTrigger", "deploy", "admin"],
  ADMIN: ["read", "write", "trigger", "batchTrigger", "deploy", "admin"],
  DEVELOPER: ["read", "write", "trigger", "batchTrigger", "deploy", "admin"],
  VIEWER: ["read"],
};

/** Secrets are for those who may change things; a viewer sees neither keys nor variables. */
const HIDDEN_FROM_VIEWERS: ReadonlySet<Target["type"]> = new Set(["apiKeys", "envvars"]);

/** True when any one of `targets` opens the door: a run may be reached as itself, through its task or a tag. */
export function can(actor: Actor, action: Action, targets: readonly Target[]): boolean {
  switch (actor.kind) {
    case "system":
      return true;
    case "user":
      if (
        actor.role === "VIEWER" &&
        targets.every((target) => HIDDEN_FROM_VIEWERS.has(target.type))
      ) {
        return false;
      }
      return ROLE_ACTIONS[actor.role].includes(action);
    case "apiKey":
    case "publicToken":
      return targets.some((target) => actor.scopes.some((scope) => covers(scope, action, target)));
  }
}

/** Scope grammar: `action[:type[:id]]`, split at the first two colons; bare `admin` is everything. */
function covers(scope: string, action: Action, target: Target): boolean {
  if (scope === "admin") return true;
  const [scopeAction, scopeType, ...rest] = scope.split(":");
  const scopeId = rest.length > 0 ? rest.join(":") : undefined;
  if (scopeAction !== action && scopeAction !== "*") return false;
  if (scopeType === undefined || scopeType === "all") return true;
  if (scopeType !== target.type) return false;
  return scopeId === undefined || scopeId === target.id;
}
