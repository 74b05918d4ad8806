/**
 * Read at each call, since in a warm process every attempt has an environment of its own.
 * Undefined where it is empty, or where there is no process at all (a browser).
 */
export function environmentVariable(name: string): string | undefined {
  return typeof process === "undefined" ? undefined : process.env[name] || undefined;
}
