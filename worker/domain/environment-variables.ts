export const MAX_VALUE_CHARACTERS = 128 * 1024;

/** A task's process gets these from us; a variable of the same name would send its triggers elsewhere. */
const RESERVED: ReadonlySet<string> = new Set([
  "TRIGGER_SECRET_KEY",
  "TRIGGER_API_URL",
  "NODE_OPTIONS",
]);

/** What is wrong with a variable's name, as the end of a sentence that starts with it; undefined when nothing is. */
export function variableNameProblem(name: string): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
    return "must have letters, digits and _, and not start with a digit";
  }
  if (name.length > 256) return "may have 256 characters";
  return RESERVED.has(name) ? "is set by Pawl itself" : undefined;
}
