import { openDatabase } from "#prisma/client.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { EXAMPLE_PROJECT_REF } from "#worker/services/orgs/bootstrap.ts";
import { deployProject } from "./deploy-project.ts";
import { createWorkspace, systemContext, type Workspace } from "./workspace.ts";

/** Another tenant in the database of the running product, made from outside. */
export async function withForeignTenant<T>(
  databaseUrl: string,
  work: (workspace: Workspace) => Promise<T>,
): Promise<T> {
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  try {
    return await work(await createWorkspace(db));
  } finally {
    await db.close();
  }
}

/** Tasks that go wrong in every way that a person should be told about. */
const TROUBLE = {
  "trigger/trouble.ts": `
    import { task } from "@pawl/sdk";
    const retry = { maxAttempts: 2, minTimeoutInMs: 20, maxTimeoutInMs: 40 };
    export const always = task({ id: "always-throws", retry, run: async () => { throw new RangeError("Out of range"); } });
    export const exits = task({ id: "exits", retry, run: async () => { process.exit(1); } });
    export const chatty = task({ id: "chatty", run: async () => { console.log("x".repeat(1024 * 1024)); } });
  `,
};

/** Deploys them into the example project's staging environment; returns that environment's key. */
export function deployTroubleToStaging(databaseUrl: string): Promise<string> {
  return deployToStaging(databaseUrl, TROUBLE);
}

/** Source files by their path. What was deployed there before is not current any more. */
export async function deployToStaging(
  databaseUrl: string,
  files: Record<string, string>,
): Promise<string> {
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  try {
    const system = systemContext(db);
    const { id, apiKeys } = await db.prisma.environment.findFirstOrThrow({
      where: { slug: "staging", project: { ref: EXAMPLE_PROJECT_REF } },
      include: { apiKeys: { where: { isRoot: true, expiresAt: null } } },
    });
    const [key] = apiKeys;
    if (!key) throw new Error("An environment is created with its key.");
    const ctx = { ...system, environment: await loadEnvironmentScope(system, id) };
    await deployProject({ ctx, projectRef: EXAMPLE_PROJECT_REF }, files);
    return system.keyring.open(key.keyEncrypted);
  } finally {
    await db.close();
  }
}
