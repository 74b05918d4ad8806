import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "#prisma/client.ts";
import { freePort } from "#prisma/free-port.ts";
import { deployProject } from "#test/support/deploy-project.ts";
import { startInstance } from "#test/support/instance.ts";
import { createWorkspace, testEncryptionKey, type Workspace } from "#test/support/workspace.ts";

export interface BenchInstance {
  db: Database;
  workspace: Workspace;
  /** POST or GET with the environment's key over kept connections; the parsed answer. */
  call: (path: string, body?: string, headers?: Record<string, string>) => Promise<unknown>;
}

/** The product as people start it, on this database, with these files deployed. */
export async function withInstance<T>(
  databaseUrl: string,
  files: Record<string, string>,
  use: (instance: BenchInstance) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  const port = await freePort();
  const instance = await startInstance({
    DATABASE_URL: databaseUrl,
    PAWL_DIR: directory,
    PAWL_ENCRYPTION_KEY: testEncryptionKey,
    PORT: String(port),
  });
  const db = openDatabase(databaseUrl, { maxConnections: 4 });
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  try {
    const workspace = await createWorkspace(db);
    await deployProject(workspace, files);
    const call: BenchInstance["call"] = (path, body, headers = {}) =>
      send(new URL(path, instance.url), {
        agent,
        body,
        headers: {
          authorization: `Bearer ${workspace.secretKey}`,
          "x-trigger-api-version": "2025-07-16",
          ...headers,
        },
      });
    return await use({ db, workspace, call });
  } finally {
    agent.destroy();
    await db.close();
    await instance.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Sending {
  agent: Agent;
  body: string | undefined;
  headers: Record<string, string>;
}

/** Node's plain client: what measures must not take the processor away from what is measured. */
function send(url: URL, { agent, body, headers }: Sending): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, {
      agent,
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json", ...headers },
    });
    outgoing.on("error", reject);
    outgoing.on("response", (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        if ((incoming.statusCode ?? 500) >= 300)
          reject(new Error(`${url.pathname} answered ${incoming.statusCode}: ${text}`));
        else resolve(JSON.parse(text));
      });
    });
    outgoing.end(body);
  });
}
