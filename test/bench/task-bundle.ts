import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ENTRY_POINT } from "#sdk/cli/build/bundle.ts";
import { unpackArchive } from "#sdk/cli/index-bundle.ts";
import type { AttemptInput } from "#sdk/wire/protocol.ts";
import { DEFAULT_RETRY } from "#sdk/wire/retry.ts";
import { buildFolder } from "#test/support/deploy-project.ts";
import type { TaskProcessOptions } from "#worker/processes/task-process.ts";

const CONFIG = 'export default { project: "proj_bench" };';

export const BARE_TASK = `
  import { task } from "@pawl/sdk";
  export const t = task({ id: "t", run: async () => {} });`;

/** Builds these files and unpacks the bundle as a worker does. Gives its folder. */
export async function deployFolder(root: string, files: Record<string, string>): Promise<string> {
  for (const [path, source] of Object.entries({ "trigger.config.ts": CONFIG, ...files })) {
    await mkdir(join(root, path, ".."), { recursive: true });
    await writeFile(join(root, path), source);
  }
  const { bundle } = await buildFolder(root, "proj_bench");
  const folder = join(root, "deployed");
  await unpackArchive(bundle, folder);
  return folder;
}

export function processOptions(folder: string): TaskProcessOptions {
  return { folder, entryPoint: ENTRY_POINT, memoryMb: 512 };
}

const AT = new Date(0);
export const ATTEMPT: AttemptInput = {
  id: "attempt_1",
  taskId: "t",
  payloadType: "application/json",
  retry: DEFAULT_RETRY,
  retriesEnabled: true,
  env: {},
  logLevel: "info",
  trace: { traceId: "0af7651916cd43dd8448eb211c80319c", isSampled: true },
  waitEpoch: 0,
  hasJournal: false,
  isReplay: false,
  ctx: {
    attempt: { number: 1, startedAt: AT },
    task: { id: "t", filePath: "trigger/t.ts" },
    run: { id: "run_1", tags: [], isTest: false, isReplay: false, createdAt: AT, startedAt: AT },
    queue: { id: "queue_1", name: "task/t" },
    environment: { id: "env_1", slug: "dev", type: "DEVELOPMENT" },
    organization: { id: "org_1", slug: "org", name: "Org" },
    project: { id: "proj_1", ref: "proj_bench", slug: "bench", name: "Bench" },
  },
};
