/** A place where two documents differ; what one of them does not have is undefined. */
export type Difference = { path: string; before: string | undefined; after: string | undefined };

const MOST = 200;

/** Where two JSON documents differ, leaf by leaf, in the order of the first. */
export function diffJson(before: unknown, after: unknown): Difference[] {
  const left = leaves(before);
  const right = leaves(after);
  const paths = [...new Set([...left.keys(), ...right.keys()])];
  return paths
    .map((path) => ({ path, before: left.get(path), after: right.get(path) }))
    .filter((one) => one.before !== one.after)
    .slice(0, MOST);
}

function leaves(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (value === undefined) return into;
  const isBranch = typeof value === "object" && value !== null && Object.keys(value).length > 0;
  if (!isBranch) return into.set(path || "(whole)", JSON.stringify(value));
  for (const [key, child] of Object.entries(value)) {
    const step = Array.isArray(value) ? `[${key}]` : path === "" ? key : `.${key}`;
    leaves(child, path + step, into);
  }
  return into;
}
