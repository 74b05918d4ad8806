import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { claimInstance, findInstance, isPortFree } from "#worker/startup/instance.ts";

/** A process that looks like the starter. */
async function startLookalike(script: string): Promise<{ pid: number; kill: () => Promise<void> }> {
  const child = spawn(process.execPath, [
    "-e",
    "console.log(1); setInterval(() => {}, 1000)",
    script,
  ]);
  const exited = once(child, "exit");
  const kill = async () => {
    child.kill("SIGKILL");
    await exited;
  };
  onTestFinished(kill);
  await once(child.stdout, "data");
  if (child.pid === undefined) throw new Error("The process was not started.");
  return { pid: child.pid, kill };
}

function claimFor(folder: string, pid: number): Promise<void> {
  return writeFile(
    join(folder, "instance.json"),
    JSON.stringify({ pid, url: "http://localhost:1" }),
  );
}

describe("an instance", () => {
  it("is found while its process lives", async () => {
    const folder = await temporaryFolder();
    const { pid, kill } = await startLookalike("worker/serve.ts");
    await claimFor(folder, pid);
    expect(findInstance(folder)).toEqual({ pid, url: "http://localhost:1" });
    await kill();
    expect(findInstance(folder)).toBeUndefined();
  });

  it("is none when another program has its number by now", async () => {
    const folder = await temporaryFolder();
    const { pid } = await startLookalike("something-else.ts");
    await claimFor(folder, pid);
    expect(findInstance(folder)).toBeUndefined();
  });

  it("is none without a mark, or with one that cannot be read", async () => {
    const folder = await temporaryFolder();
    expect(findInstance(folder)).toBeUndefined();
    await writeFile(join(folder, "instance.json"), "{");
    expect(findInstance(folder)).toBeUndefined();
  });

  it("leaves its mark and takes it away", async () => {
    const folder = await temporaryFolder();
    const release = claimInstance(folder, "http://localhost:3000");
    expect(existsSync(join(folder, "instance.json"))).toBe(true);
    release();
    release();
    expect(existsSync(join(folder, "instance.json"))).toBe(false);
  });
});

describe("isPortFree", () => {
  it("is false while another program listens there", async () => {
    const server = createServer();
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    const port = address && typeof address === "object" ? address.port : 0;
    expect(await isPortFree(port, "127.0.0.1")).toBe(false);
    server.close();
    await once(server, "close");
    expect(await isPortFree(port, "127.0.0.1")).toBe(true);
  });
});
