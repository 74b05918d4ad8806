import { fileURLToPath } from "node:url";
import type { Bundle } from "./bundle.ts";
import { indexBundle } from "./index-mode.ts";
import { serveAttempts } from "./serve.ts";

/**
 * Entry of every deployed bundle. A worker forks it without arguments and sends attempts over
 * IPC (`wire/protocol.ts`); the deploy command forks it with `index` and is told what it holds.
 */
export function startRunner(bundle: Bundle): void {
  // Paths in stack traces are shown from the project's root, which the bundle's folder stands for.
  const bundleRoot = fileURLToPath(new URL("./", bundle.url));
  if (process.argv[2] === "index") indexBundle(bundle, bundleRoot);
  else serveAttempts(bundle, bundleRoot);
}
