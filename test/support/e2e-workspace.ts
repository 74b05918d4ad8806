import { openDatabase } from "#prisma/client.ts";
import { deployProject } from "./deploy-project.ts";
import { createWorkspace, type Workspace } from "./workspace.ts";

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

/** Tasks that go wrong in every way that First light names, deployed into a tenant of their own. */
export const TROUBLE = {
  "trigger/trouble.ts": `
    import { task } from "@pawl/sdk";
    const retry = { maxAttempts: 2, minTimeoutInMs: 20, maxTimeoutInMs: 40 };
    export const always = task({ id: "always-throws", retry, run: async () => { throw new RangeError("Out of range"); } });
    export const exits = task({ id: "exits", retry, run: async () => { process.exit(1); } });
    export const chatty = task({ id: "chatty", run: async () => { console.log("x".repeat(1024 * 1024)); } });
  `,
};

export async function deployTrouble(workspace: Workspace): Promise<void> {
  await deployProject(workspace, TROUBLE);
}
