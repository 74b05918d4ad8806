/** A scope in its parts: `action[:type[:id]]`, split at the first two colons, since ids may contain colons. */
export interface ParsedScope {
  action: string;
  /** Absent or `all`: every type. */
  type?: string;
  id?: string;
}

export function parseScope(scope: string): ParsedScope {
  const [action = "", type, ...rest] = scope.split(":");
  return {
    action,
    ...(type !== undefined && { type }),
    ...(rest.length > 0 && { id: rest.join(":") }),
  };
}

const ACTIONS: ReadonlySet<string> = new Set([
  ...["read", "write", "trigger", "batchTrigger", "deploy", "admin", "update", "*"],
]);
const MAX_CHARACTERS = 300;

/** What is wrong with a scope, as the end of a sentence that starts with it; undefined when nothing is. */
export function scopeProblem(scope: string): string | undefined {
  if (scope.length > MAX_CHARACTERS) return `may have ${MAX_CHARACTERS} characters`;
  const { action, type, id } = parseScope(scope);
  if (!ACTIONS.has(action))
    return "must begin with read, write, trigger, batchTrigger, deploy or admin";
  if (type !== undefined && !/^[A-Za-z]+$/.test(type))
    return "must have a type after the first colon";
  return id === "" ? "must have an id after the second colon" : undefined;
}

/** True when whoever has `granted` may hand out `wanted`: all that it opens is theirs. */
export function isWithin(granted: readonly string[], wanted: string): boolean {
  const want = parseScope(wanted);
  return granted.some((text) => {
    if (text === "admin") return true;
    const grant = parseScope(text);
    // Bare `admin` is everything, which nothing smaller contains; nor is `*` in a single action.
    if (wanted === "admin" || (grant.action !== want.action && grant.action !== "*")) return false;
    if (grant.type === undefined || grant.type === "all") return true;
    return grant.type === want.type && (grant.id === undefined || grant.id === want.id);
  });
}
