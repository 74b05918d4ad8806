const real = process.env;

/**
 * Gives the process exactly these variables. The real `process.env` is changed in place, so that
 * child processes and native code see them too, and nothing of the last attempt's stays.
 */
export function replaceEnvironment(env: Record<string, string>): void {
  // A task may have assigned an object of its own.
  process.env = real;
  for (const name of Object.keys(real)) {
    if (!Object.hasOwn(env, name)) delete real[name];
  }
  for (const [name, value] of Object.entries(env)) {
    if (real[name] !== value) real[name] = value;
  }
}
