import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { SDK_VERSION } from "#sdk/version.ts";
import type { InstallationStatus, StatusCheck } from "#sdk/wire/status.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";
import { buildSdk } from "../../../sdk/build.ts";
import { type ApiServer, startApiServer } from "../support/api-server.ts";

let server: ApiServer;
beforeAll(async () => {
  await buildSdk();
  server = await startApiServer();
});
beforeEach(() => server.reset());

interface Finished {
  code: number;
  out: string;
}

async function doctor(args: string[] = [], env: Record<string, string> = {}): Promise<Finished> {
  const command = [join(import.meta.dirname, "../../../sdk/bin/pawl.js"), "doctor", ...args];
  const { PATH = "", NODE_COMPILE_CACHE = "" } = process.env;
  const options = {
    cwd: await temporaryFolder(),
    env: { PATH, NODE_COMPILE_CACHE, NODE_ENV: "test" as const, ...env },
  };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, options);
    return { code: 0, out: stdout + stderr };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const read = (key: string) => String(Reflect.get(thrown, key));
    return { code: Number(read("code")), out: read("stdout") + read("stderr") };
  }
}

const HEALTH = { body: { status: "ok", product: "pawl", workers: 1 } };
const PROOF = { body: { state: "PASSED", startedAt: "2026-01-01T00:00:00Z", steps: [] } };
const KEY = "tr_prod_secretsecret1234";
const withKey = () => ({ TRIGGER_SECRET_KEY: KEY, TRIGGER_API_URL: server.url });

function status(...checks: StatusCheck[]): { body: InstallationStatus } {
  return {
    body: {
      verdict: "EXECUTES",
      summary: "",
      version: SDK_VERSION,
      at: "2026-01-01T00:00:00Z",
      checks: [{ id: "database", title: "Database", state: "OK", summary: "Answers." }, ...checks],
    },
  };
}

describe("pawl doctor", () => {
  it("sends a test run, shows what the Status page shows, and ends with 0", async () => {
    server.answer(HEALTH, PROOF, status());
    const { code, out } = await doctor([], withKey());
    expect(out).toMatch(/✓ Database\s+Answers\./);
    expect(out).toMatch(new RegExp(`✓ SDK\\s+${SDK_VERSION}`));
    expect(out).toContain("Nothing is wrong");
    expect(code).toBe(0);
    expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /api/health",
      "POST /api/v1/status/probe",
      "GET /api/v1/status",
    ]);
  });

  it("ends with 1 and says what to do when a link is broken", async () => {
    const check: StatusCheck = {
      ...{ id: "workers", title: "Workers", state: "FAILED", summary: "No worker is connected." },
      advice: "Start one.",
      details: ["host-1: stopped"],
    };
    server.answer(HEALTH, status(check));
    const { code, out } = await doctor(["--look-only", "-a", server.url], {
      TRIGGER_SECRET_KEY: KEY,
    });
    expect(out).toMatch(/✗ Workers\s+No worker is connected\.\n\s+Start one\.\n\s+host-1: stopped/);
    expect(code).toBe(1);
    expect(server.requests).toHaveLength(2);
  });

  it("takes the server from PAWL_URL, and asks for a key where there is none", async () => {
    server.answer(HEALTH);
    const { code, out } = await doctor([], { PAWL_URL: `${server.url}/` });
    expect(out).toContain(server.url);
    expect(out).toMatch(/✗ Key\s+There is no TRIGGER_SECRET_KEY/);
    expect(code).toBe(1);
  });

  it("tells a wrong key, without printing it", async () => {
    const refused = { status: 401, body: { error: "Unknown" } };
    server.answer(HEALTH, refused, refused);
    const { code, out } = await doctor([], withKey());
    expect(out).toMatch(/✗ Key\s+The server does not know this key/);
    expect(out).not.toContain("secretsecret");
    expect(code).toBe(1);
  });

  it("warns when the test run could not be made, and of another version", async () => {
    const other = status();
    other.body.version = "9.9.9";
    server.answer(HEALTH, { status: 403, body: { error: "Not for this key" } }, other);
    const { code, out } = await doctor([], withKey());
    expect(out).toMatch(/! Test run\s+It was not made: Not for this key/);
    expect(out).toMatch(/! SDK\s+This is .*, the server 9\.9\.9/);
    expect(code).toBe(1);
  });

  it.each<[string, Parameters<ApiServer["answer"]>[0], RegExp]>([
    [
      "a database that is away",
      { status: 503, body: { status: "unavailable", reason: "The database does not answer." } },
      /is there, and: The database does not answer/,
    ],
    ["another program", { body: "<html>" }, /answers, and is not Pawl/],
    [
      "a clock that is off",
      { ...HEALTH, headers: { date: "Thu, 01 Jan 2026 00:00:00 GMT" } },
      /! Own clock\s+This machine is \d+ s ahead/,
    ],
  ])("tells %s", async (_, answer, text) => {
    server.answer(answer, PROOF, status());
    const { code, out } = await doctor([], withKey());
    expect(out).toMatch(text);
    expect(code).toBe(1);
  });

  it("tells a server that is not there", async () => {
    const { code, out } = await doctor(["-a", "http://127.0.0.1:9"]);
    expect(out).toMatch(/✗ Server\s+http:\/\/127\.0\.0\.1:9 cannot be reached/);
    expect(out).not.toContain("    at ");
    expect(code).toBe(1);
  });
});
