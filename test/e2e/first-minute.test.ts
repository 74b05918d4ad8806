import { execFile } from "node:child_process";
import { chmod, mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freePort } from "#prisma/free-port.ts";
import { type Instance, startInstance, startInVain } from "#test/support/instance.ts";
import { until } from "#test/support/until.ts";

const run = promisify(execFile);

let directory: string;
let port: number;
let instance: Instance;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "pawl-first-"));
  // As root, Postgres runs as another user, who must be able to get here.
  await chmod(directory, 0o755);
  port = await freePort();
  instance = await startInstance({ PAWL_DIR: directory, PORT: String(port) });
});

afterAll(async () => {
  await instance.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Processes of this installation: everything that names its folder or descends from its starter. */
async function processesOf(folder: string): Promise<string[]> {
  const { stdout } = await run("ps", ["-eo", "pid,stat,args"]);
  return stdout.split("\n").filter((line) => line.includes(folder) && !/^\s*\d+\s+Z/.test(line));
}

describe("the first minute", () => {
  it("prints a curl line that triggers a real run", async () => {
    const line = instance.output().match(/curl[\s\S]+?\}'/)?.[0] ?? "";
    const { stdout } = await run("sh", ["-c", line]);
    const { id } = JSON.parse(stdout) as { id: string };
    const headers = {
      authorization: `Bearer ${instance.secretKey}`,
      "x-trigger-api-version": "2025-07-16",
    };
    const finished = await until("the run to complete", async () => {
      const response = await fetch(`${instance.url}/api/v3/runs/${id}`, { headers });
      const body = (await response.json()) as { status: string; output?: unknown };
      return body.status === "COMPLETED" && body;
    });
    expect(JSON.stringify(finished.output)).toContain("Ada");
  });

  it("has no gallery in production: that is for whoever works on Pawl", async () => {
    const response = await fetch(`${instance.url}/gallery`);
    expect(response.status).toBe(404);
    expect(await response.text()).not.toContain("Every primitive");
  });

  it("keeps its secrets where only their owner can read them", async () => {
    const { mode } = await stat(join(directory, "secrets.json"));
    expect(mode & 0o777).toBe(0o600);
    const secrets = await readFile(join(directory, "secrets.json"), "utf8");
    expect(instance.output()).not.toContain(
      (JSON.parse(secrets) as { encryptionKey: string }).encryptionKey,
    );
  });

  it("says so when it is started a second time, and names the URL", async () => {
    const { code, output } = await startInVain({ PAWL_DIR: directory, PORT: String(port) });
    expect(code).toBe(1);
    expect(output).toContain(`Pawl is running already, at http://localhost:${port}`);
  });

  it("says so when the port is taken by another program", async () => {
    const taken = createServer();
    const other = await new Promise<number>((resolve) => {
      taken.listen(0, "127.0.0.1", () => {
        const address = taken.address();
        resolve(address && typeof address === "object" ? address.port : 0);
      });
    });
    const folder = await mkdtemp(join(tmpdir(), "pawl-taken-"));
    const { code, output } = await startInVain({ PAWL_DIR: folder, PORT: String(other) });
    taken.close();
    await rm(folder, { recursive: true });
    expect(code).toBe(1);
    expect(output).toContain(`Port ${other} is taken`);
    expect(output).toContain(`PORT=${other + 1} npm start`);
  });

  it("refuses to start a half without a database to share", async () => {
    const folder = await mkdtemp(join(tmpdir(), "pawl-half-"));
    const { code, output } = await startInVain(
      { PAWL_DIR: folder, PORT: String(await freePort()) },
      ["worker"],
    );
    await rm(folder, { recursive: true });
    expect(code).toBe(1);
    expect(output).toContain("set DATABASE_URL");
  });

  it("stops on Ctrl-C, leaves no process behind, and starts again with its data", async () => {
    const trigger = () =>
      fetch(`${instance.url}/api/v1/tasks/report/trigger`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${instance.secretKey}`,
          "content-type": "application/json",
        },
        body: "{}",
      });
    const { id } = (await (await trigger()).json()) as { id: string };
    const key = instance.secretKey;
    const seconds = await instance.stop();
    expect(seconds).toBeLessThan(30);
    expect(await processesOf(directory)).toEqual([]);

    instance = await startInstance({ PAWL_DIR: directory, PORT: String(port) });
    expect(instance.secretKey).toBe(key);
    const headers = { authorization: `Bearer ${key}`, "x-trigger-api-version": "2025-07-16" };
    const status = await until(
      "the run to end",
      async () => {
        const response = await fetch(`${instance.url}/api/v3/runs/${id}`, { headers });
        const body = (await response.json()) as {
          status: string;
          isCompleted: boolean;
          attemptCount: number;
        };
        return body.isCompleted && body;
      },
      40_000,
    );
    // Cut off in the middle, it was handed back and executed again at no cost of an attempt.
    expect(status).toMatchObject({ status: "COMPLETED", attemptCount: 1 });
  });
});
