import { flushCompileCache } from "node:module";

let isKept = false;

/**
 * Writes down what has been compiled, for the processes of this bundle that start after this one. A worker kills its
 * processes, and Node writes at an exit of its own only. Once is enough: by the end of the first attempt
 * its files are imported. Where they are written down already, nothing happens.
 */
export function keepCompiledCode(): void {
  if (isKept) return;
  isKept = true;
  flushCompileCache();
}
