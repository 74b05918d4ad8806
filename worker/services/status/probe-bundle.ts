import type { BundleArchive, DeploymentManifest } from "#sdk/wire/manifest.ts";

/** Belongs to no organization that a person can be in: its runs show in nobody's lists. */
export const PROBE_PROJECT_REF = "proj_pawl_probe";
export const PROBE_TASK = "pawl-probe";

const ENTRY_POINT = "probe.mjs";

/**
 * The smallest code that a worker executes as it executes everybody's: it speaks the runner's protocol
 * (`sdk/src/wire/protocol.ts`) in a process of its own, and answers what it was asked and by which clock.
 */
const SOURCE = `
process.on("message", (message) => {
  if (message.type !== "execute") return;
  const { id: attemptId, payload } = message.attempt;
  const output = JSON.stringify({ echo: payload, at: Date.now(), node: process.version });
  process.send({ type: "result", attemptId, result: { ok: true, output, outputType: "application/json" } });
});
process.on("disconnect", () => process.exit(0));
process.send({ type: "ready", importedInMs: performance.now() });
`;

export const PROBE_BUNDLE: BundleArchive = {
  files: [{ path: ENTRY_POINT, encoding: "utf8", contents: SOURCE }],
};

export const PROBE_MANIFEST: DeploymentManifest = {
  sdkVersion: "0.0.0",
  runtimeVersion: "0.0.0",
  entryPoint: ENTRY_POINT,
  config: { project: PROBE_PROJECT_REF },
  tasks: [{ id: PROBE_TASK, filePath: ENTRY_POINT, retry: { maxAttempts: 1 }, machine: "micro" }],
  queues: [],
};
