import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { freePort } from "#prisma/free-port.ts";
import { root } from "#test/support/root.ts";
import { testEncryptionKey } from "#test/support/workspace.ts";
import { build, isBuildCurrent } from "#worker/startup/build.ts";
import { size } from "./size.ts";

export interface WebProcess {
  /** A client with so many sockets of its own. */
  connect: (sockets: number) => Trigger;
  url: string;
  /** Gone at once; resolves when it is. */
  kill: () => Promise<unknown>;
  exited: Promise<unknown>;
}

/** Rejects when the connection ends without an answer. */
export type Trigger = (secretKey: string, given: HttpTrigger) => Promise<HttpAnswer>;

export interface HttpTrigger {
  taskId?: string;
  body: unknown;
  headers?: Record<string, string>;
}

export interface HttpAnswer {
  status: number;
  json: { id?: string; isCached?: boolean; error?: string };
}

/** The real web process in the full form; its route alone in the short one, which has no build. */
const SCRIPT = size("test/chaos/harness/web-main.ts", "app/server.ts");

const BUILD_MS = 15 * 60_000;

/** Web processes that end with the test file. */
export function useWebProcesses(): (
  databaseUrl: string,
  options?: { preload?: string },
) => Promise<WebProcess> {
  const stops: (() => Promise<unknown>)[] = [];
  // Before the bad day, of whose time it would take minutes on a busy machine.
  beforeAll(async () => {
    if (SCRIPT.startsWith("app/") && !(await isBuildCurrent(root))) await build(root);
  }, BUILD_MS);
  afterAll(() => Promise.all(stops.map((stop) => stop())));
  return async (databaseUrl, { preload } = {}) => {
    const port = await freePort();
    const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
    const child = fork(join(root, SCRIPT), [], {
      cwd: root,
      execArgv: [
        "--disable-warning=ExperimentalWarning",
        ...(preload ? ["--import", preload] : []),
      ],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: {
        NODE_ENV: "production",
        PATH,
        HOME,
        NODE_COMPILE_CACHE,
        PORT: String(port),
        DATABASE_URL: databaseUrl,
        PAWL_ENCRYPTION_KEY: testEncryptionKey,
        PAWL_AUTH_SECRET: "a secret of sixteen characters and more",
        PAWL_URL: `http://127.0.0.1:${port}`,
      },
    });
    const exited = once(child, "exit");
    const agents: Agent[] = [];
    stops.push(async () => {
      for (const agent of agents) agent.destroy();
      child.kill("SIGKILL");
      await exited;
    });
    await once(child, "message");
    return {
      exited,
      url: `http://127.0.0.1:${port}`,
      kill: async () => {
        child.kill("SIGKILL");
        await exited;
      },
      connect: (sockets) => {
        const agent = new Agent({ keepAlive: true, maxSockets: sockets });
        agents.push(agent);
        return (key, given) => send({ port, agent, key }, given);
      },
    };
  };
}

interface Connection {
  port: number;
  agent: Agent;
  key: string;
}

function send(
  { port, agent, key }: Connection,
  { taskId = "ledger", body, headers = {} }: HttpTrigger,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        port,
        agent,
        host: "127.0.0.1",
        method: "POST",
        path: `/api/v1/tasks/${taskId}/trigger`,
        headers: {
          authorization: `Bearer ${key}`,
          "content-type": "application/json",
          ...headers,
        },
      },
      async (response) => {
        try {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk);
          const json = JSON.parse(Buffer.concat(chunks).toString()) as HttpAnswer["json"];
          resolve({ status: response.statusCode ?? 0, json });
        } catch (error) {
          reject(error);
        }
      },
    );
    outgoing.once("error", reject);
    outgoing.end(JSON.stringify(body));
  });
}
