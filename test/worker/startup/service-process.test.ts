import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { until } from "#test/support/until.ts";
import { type ServiceProcess, startService } from "#worker/startup/service-process.ts";

async function start(source: string): Promise<ServiceProcess & { folder: string }> {
  const folder = await temporaryFolder();
  const script = join(folder, "service.mjs");
  await writeFile(script, source);
  const env = { NODE_ENV: "test" as const, PATH: process.env.PATH, GREETING: "hello" };
  const service = startService({ name: "test", script, cwd: folder, env });
  service.ready.catch(() => {});
  onTestFinished(() => service.kill());
  return { ...service, folder };
}

const WAITS = "setInterval(() => {}, 1000);";
const READY = `process.send({ type: "ready" });`;
/** Notes that it was asked to stop. */
const OBEYS = `process.on("SIGTERM", () => { fs.writeFileSync("stopped", ""); process.exit(0); });`;

describe("a service process", () => {
  it("is ready when it says so, and ends when it is asked to", async () => {
    const service = await start(`import fs from "node:fs"; ${OBEYS} ${WAITS} ${READY}`);
    await service.ready;
    await service.stop(10_000);
    expect(existsSync(join(service.folder, "stopped"))).toBe(true);
    await expect(service.stop(10_000)).resolves.toBeUndefined();
  });

  it("has the environment that it was given", async () => {
    const service = await start(`
      import fs from "node:fs";
      fs.writeFileSync("env", process.env.GREETING + " " + process.env.HOME);
      ${WAITS} ${READY}`);
    await service.ready;
    expect(readFileSync(join(service.folder, "env"), "utf8")).toBe("hello undefined");
    await service.stop(0);
  });

  it("is killed when it does not stop in time", async () => {
    const service = await start(`process.on("SIGTERM", () => {}); ${WAITS} ${READY}`);
    await service.ready;
    await expect(service.stop(10)).resolves.toBeUndefined();
  });

  it("is told again when somebody has no time, and killed when that does not help", async () => {
    const service = await start(`
      import fs from "node:fs";
      process.on("SIGTERM", () => fs.appendFileSync("told", "x"));
      ${WAITS} ${READY}`);
    await service.ready;
    const told = join(service.folder, "told");
    const stopped = service.stop(600_000);
    await until("it to be told", () => existsSync(told));
    service.hurry(600_000);
    await until("it to be told again", () => readFileSync(told, "utf8") === "xx");
    service.hurry(10);
    await stopped;
  });

  it("rejects when it ends before it was ready", async () => {
    const service = await start("process.exit(3);");
    await expect(service.ready).rejects.toThrow(
      "The test process ended (exit code 3) before it was ready.",
    );
  });

  it("is started again when it dies", async () => {
    const service = await start(`
      import fs from "node:fs";
      const isFirst = !fs.existsSync("died");
      fs.appendFileSync("starts", "x");
      if (isFirst) { fs.writeFileSync("died", ""); setTimeout(() => process.exit(1), 20); }
      ${WAITS} ${READY}`);
    await service.ready;
    const starts = () => readFileSync(join(service.folder, "starts"), "utf8");
    await until("the second start", () => starts() === "xx");
    await service.stop(0);
    expect(starts()).toBe("xx");
  });
});
