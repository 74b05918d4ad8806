import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { SDK_VERSION } from "#sdk/version.ts";
import type { BundleArchive, DeploymentManifest } from "#sdk/wire/manifest.ts";
import { buildSdk } from "../../../sdk/build.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";
import type { Sources } from "../support/project.ts";
import { MINIMAL_CONFIG, makeProject } from "../support/project.ts";

const SDK = join(import.meta.dirname, "../../../sdk");
const HELLO =
  'import { task } from "@pawl/sdk";\nexport const hello = task({ id: "hello", run: async () => 1 });\n';
const DEPLOYED = {
  id: "deployment_1",
  version: "20260102.1",
  environment: { slug: "prod", type: "PRODUCTION" },
  taskCount: 1,
  isUnchanged: false,
  isCurrent: true,
  dashboardUrl: "http://localhost:3000/orgs/a",
};

let server: ApiServer;
beforeAll(async () => {
  await buildSdk();
  server = await startApiServer();
});
beforeEach(() => server.reset());

interface Finished {
  code: number;
  out: string;
  err: string;
}

/** Runs the real command, with no TRIGGER_ variables but these. */
async function pawl(args: string[], env: Record<string, string> = {}): Promise<Finished> {
  const { PATH = "", NODE_COMPILE_CACHE = "" } = process.env;
  const options = { env: { PATH, NODE_COMPILE_CACHE, NODE_ENV: "test" as const, ...env } };
  try {
    const command = [join(SDK, "bin/pawl.js"), ...args];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, options);
    return { code: 0, out: stdout, err: stderr };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    const read = (key: string) => String(Reflect.get(thrown, key));
    return { code: Number(read("code")), out: read("stdout"), err: read("stderr") };
  }
}

const WITH_KEY = () => ({
  TRIGGER_SECRET_KEY: "tr_prod_secretsecret1234",
  TRIGGER_API_URL: server.url,
});

test("goes on when nobody reads what it prints any more", async () => {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [join(SDK, "bin/pawl.js"), "--help"], {
    env: { PATH, NODE_ENV: "test" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  // As `| head` does when it has enough.
  child.stdout.destroy();
  const said = child.stderr.toArray();
  const [code] = await once(child, "close");
  expect({ code, err: (await said).join("") }).toEqual({ code: 0, err: "" });
});

describe("pawl", () => {
  test("shows its help and its version", async () => {
    expect(await pawl(["--version"])).toEqual({ code: 0, out: `${SDK_VERSION}\n`, err: "" });
    expect((await pawl(["--help"])).out).toContain("Usage: pawl deploy [folder] [options]");
    expect(await pawl([])).toMatchObject({ code: 0, out: expect.stringContaining("Usage:") });
  });

  test.each([
    [["dance"], 'There is no command "dance".'],
    [["deploy", "a", "b"], "pawl deploy takes one folder; got 2."],
    [["promote"], "pawl promote takes one version"],
    [["doctor", "a"], "pawl doctor takes no folder."],
    [["deploy", "--nope"], "Unknown option '--nope'"],
  ])("%j is refused", async (args, message) => {
    const { code, err } = await pawl(args);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err).toContain("pawl --help");
    expect(err).not.toContain("    at ");
  });
});

describe("pawl deploy", () => {
  test("uploads manifest and bundle and shows version, tasks and the dashboard", async () => {
    server.answer({ body: DEPLOYED });
    const root = await makeProject({
      "trigger.config.ts": MINIMAL_CONFIG,
      "trigger/hello.ts": HELLO,
    });
    const { code, out, err } = await pawl(["deploy", root], WITH_KEY());
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("Version 20260102.1 is live in prod");
    expect(out).toContain("hello  trigger/hello.ts  hello");
    expect(out).toContain(DEPLOYED.dashboardUrl);
    expect(out).not.toContain("\u001b[");

    const [request] = server.requests;
    expect(request).toMatchObject({
      method: "POST",
      path: "/api/v1/deployments",
      headers: {
        authorization: "Bearer tr_prod_secretsecret1234",
        "content-type": "application/json",
        "content-encoding": "gzip",
        "x-trigger-source": "cli",
      },
    });
    const body: { manifest: DeploymentManifest; bundle: BundleArchive } = JSON.parse(
      request?.body ?? "",
    );
    expect(body.manifest).toEqual({
      sdkVersion: SDK_VERSION,
      runtimeVersion: process.versions.node,
      entryPoint: "index.mjs",
      config: { project: "proj_test" },
      tasks: [{ id: "hello", filePath: "trigger/hello.ts", exportName: "hello" }],
      queues: [],
    });
    expect(body.bundle.files.map(({ path }) => path)).toContain("index.mjs");
  });

  test("takes key, server and project from .env beside the config, but does not upload it", async () => {
    server.answer({ body: { ...DEPLOYED, isUnchanged: true } });
    const root = await makeProject({
      "trigger.config.ts": "export default {};",
      "trigger/hello.ts": HELLO,
      ".env": `TRIGGER_SECRET_KEY=tr_dev_from_file\nTRIGGER_API_URL=${server.url}\nTRIGGER_PROJECT_REF=proj_env\nPASSWORD=hunter2`,
    });
    const { code, out } = await pawl(["deploy", root], { TRIGGER_SECRET_KEY: "tr_dev_from_env" });
    expect(code).toBe(0);
    expect(out).toContain("was current already");
    expect(server.requests[0]?.headers.authorization).toBe("Bearer tr_dev_from_env");
    expect(JSON.parse(server.requests[0]?.body ?? "").manifest.config.project).toBe("proj_env");
    expect(server.requests[0]?.body).not.toContain("hunter2");
  });

  test("uploads the config's defaults beside the tasks' own values", async () => {
    server.answer({ body: DEPLOYED });
    const config = {
      project: "proj_test",
      maxDuration: 300,
      machine: "small-2x",
      ttl: "1h",
      logLevel: "debug",
      enableConsoleLogging: true,
      disableConsoleInterceptor: false,
      retries: { enabledInDev: false, default: { maxAttempts: 7 } },
      processKeepAlive: { enabled: false },
      dirs: ["./jobs"],
    };
    const root = await makeProject({
      "my.config.mjs": `export default ${JSON.stringify(config)};`,
      "jobs/hello.ts": HELLO,
    });
    const args = ["deploy", root, "-c", "my.config.mjs", "-a", server.url];
    expect(await pawl(args, { TRIGGER_SECRET_KEY: "k" })).toMatchObject({ code: 0 });
    const { manifest } = JSON.parse(server.requests[0]?.body ?? "");
    const { dirs: _, ...expected } = config;
    expect(manifest.config).toEqual({ ...expected, processKeepAlive: false });
    expect(manifest.tasks[0]).not.toHaveProperty("retry");
  });

  test("--dry-run needs no key, uploads nothing and shows what it would", async () => {
    const { code, out } = await pawl(["deploy", join(SDK, "templates/hello-world"), "--dry-run"]);
    expect(code).toBe(0);
    expect(out).toContain("Dry run: nothing was uploaded");
    for (const text of ["flaky", "hello-world", "report", "index.mjs"]) expect(out).toContain(text);
    expect(server.requests).toEqual([]);
  });

  test("warns of config fields that have no effect", async () => {
    const root = await makeProject({
      "trigger.config.ts": 'export default { project: "proj_test", enableOfflineMode: true };',
      "trigger/hello.ts": HELLO,
    });
    const { code, err } = await pawl(["deploy", root, "--dry-run"]);
    expect(code).toBe(0);
    expect(err).toContain('trigger.config.ts: "enableOfflineMode" has no effect here.');
  });
});

describe("pawl deploy --skip-promotion, and pawl promote", () => {
  test("hold a version back, with its commit, and make it current", async () => {
    server.answer({ body: { ...DEPLOYED, isCurrent: false } });
    const root = await makeProject({
      "trigger.config.ts": MINIMAL_CONFIG,
      "trigger/hello.ts": HELLO,
    });
    const run = promisify(execFile);
    await run("git", ["init", "-qb", "main"], { cwd: root });
    await run("git", ["add", "."], { cwd: root });
    const author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
    await run("git", [...author, "commit", "-qm", "Say hello"], { cwd: root });
    const { code, out } = await pawl(["deploy", root, "--skip-promotion"], WITH_KEY());
    expect(code).toBe(0);
    expect(out).toContain("Version 20260102.1 is stored, and not current in prod");
    expect(out).toContain("Make it current: pawl promote 20260102.1");
    expect(JSON.parse(server.requests[0]?.body ?? "")).toMatchObject({
      isHeldBack: true,
      git: {
        commitSha: expect.stringMatching(/^[0-9a-f]{40}$/),
        commitRef: "main",
        commitMessage: "Say hello",
        commitAuthorName: "Ada",
        dirty: false,
      },
    });
    server.answer({ body: { id: "deployment_1", version: "20260102.1", isUnchanged: false } });
    const promoted = await pawl(["promote", "20260102.1"], WITH_KEY());
    expect(promoted.out).toContain("Version 20260102.1 is current");
    expect(server.requests[1]).toMatchObject({
      method: "POST",
      path: "/api/v1/deployments/20260102.1/promote",
    });
  });

  test("explain a version that is not there", async () => {
    server.answer({ status: 404, body: { error: "Deployment 1 not found." } });
    const { code, err } = await pawl(["promote", "1"], WITH_KEY());
    expect(code).toBe(1);
    expect(err).toContain("did not promote 1 (404): Deployment 1 not found.");
  });
});

describe("pawl deploy explains", () => {
  const project = (trigger: Sources, config = MINIMAL_CONFIG): Sources => ({
    "trigger.config.ts": config,
    ...trigger,
  });

  test.each<[string, Sources, string[]]>([
    ["no config", {}, ["There is no trigger.config.ts in ", 'project: "proj_…"']],
    [
      "no project",
      project({}, "export default {};"),
      ["trigger.config.ts names no project.", "TRIGGER_PROJECT_REF"],
    ],
    ["no default export", project({}, "export const a = 1;"), ["has no default export"]],
    ["no object", project({}, "export default 7;"), ["must export an object"]],
    [
      "a config that throws",
      project({}, 'const a = 1;\nthrow new Error("no luck");\nexport default {};'),
      ["trigger.config.ts could not be loaded: Error: no luck (trigger.config.ts:2:7)"],
    ],
    [
      "a config that does not parse",
      project({}, "export default {"),
      ["trigger.config.ts could not be read: 1 error.", "trigger.config.ts:1:17"],
    ],
    [
      "wrong fields in the config",
      project(
        {},
        'export default { project: 7, maxDuration: "60", machine: "huge", retries: { default: { factor: 0.5 } } };',
      ),
      [
        "project must be a text that is not empty; got 7 (a number).",
        'maxDuration must be a number of seconds, 5 or more; got "60" (a string).',
        'machine must be one of micro, small-1x, small-2x, medium-1x, medium-2x, large-1x, large-2x; got "huge" (a string).',
        "retries.default.factor must be a number, 1 or more; got 0.5 (a number).",
      ],
    ],
    ["no trigger folder", project({}), ["There is no folder named trigger in ", "dirs:"]],
    [
      "a folder that is not there",
      project({}, 'export default { project: "p", dirs: ["jobs"] };'),
      ['dirs name "jobs", but there is no such folder'],
    ],
    [
      "no task files",
      project({ "trigger/a.test.ts": HELLO }),
      ["There are no task files in 1 folder.", "Searched: trigger", "*.{test,spec}.*"],
    ],
    [
      "no tasks",
      project({ "trigger/a.ts": "export const a = 1;" }),
      ["No task is declared in 1 file.", "trigger/a.ts", 'task({ id: "hello"'],
    ],
    [
      "two tasks with one id",
      project({ "trigger/a.ts": HELLO, "trigger/b.ts": HELLO }),
      ["1 task id used more than once.", '"hello" in trigger/a.ts and trigger/b.ts'],
    ],
    [
      "an import that throws, in every file where it does",
      project({
        "trigger/a.ts": 'import "../lib/b.ts";',
        "lib/b.ts": '\nexport const b = JSON.parse("{");',
        "trigger/c.ts": "\n\n  throw new TypeError('bad c');",
        "trigger/d.ts": HELLO,
      }),
      [
        "2 files could not be imported.",
        "lib/b.ts:2:23  SyntaxError: ",
        "trigger/c.ts:3:9  TypeError: bad c",
      ],
    ],
    [
      "code that does not parse",
      project({ "trigger/a.ts": "const a = ;", "trigger/b.ts": 'import "not-installed";' }),
      [
        "The tasks could not be built: 2 errors.",
        'trigger/a.ts:1:11  Unexpected ";"',
        'trigger/b.ts:1:8  Could not resolve "not-installed"',
      ],
    ],
    [
      "a file that ends the process",
      project({ "trigger/a.ts": 'console.error("goodbye"); process.exit(4);' }),
      ["Importing trigger/a.ts ended the process (exit code 4).", "goodbye"],
    ],
    [
      "a rejection nobody caught",
      project({
        "trigger/a.ts":
          'void Promise.reject(new Error("lost")); await new Promise((resolve) => setTimeout(resolve, 5_000));',
      }),
      ["trigger/a.ts:1:21  Error: lost"],
    ],
    [
      "wrong fields of a task",
      project({
        "trigger/a.js":
          'import { task } from "@pawl/sdk"; task({ id: "a", ttl: "soon", retry: { maxAttempts: 0 }, run() {} });',
      }),
      [
        'trigger/a.js  "a": retry.maxAttempts must be a whole number from 1 up (1 means no retry); got 0 (a number).',
        'trigger/a.js  "a": ttl must be a duration such as "10m" or "1h30m", or a number of seconds; got "soon" (a string).',
      ],
    ],
    [
      "a task without an id",
      project({ "trigger/a.js": 'import { task } from "@pawl/sdk"; task({ run() {} });' }),
      ["trigger/a.js:1:35  TypeError: task({ id, run }) needs an id"],
    ],
  ])("%s", async (_, sources, expected) => {
    const root = await makeProject({ ".keep": "", ...sources });
    const { code, err } = await pawl(["deploy", root, "--dry-run"]);
    for (const text of expected) expect(err).toContain(text);
    expect(code).toBe(1);
    expect(err).not.toMatch(/^\s+at /m);
    expect(err).not.toContain("sdk/dist");
  });

  test("a missing key before it builds anything, and where to find it", async () => {
    const root = await makeProject(project({ "trigger/a.ts": "const a = ;" }));
    const { code, err } = await pawl(["deploy", root]);
    expect(code).toBe(1);
    expect(err).toContain("There is no TRIGGER_SECRET_KEY.");
    expect(err).toContain("open http://localhost:3000");
  });

  test("a missing --config", async () => {
    const root = await makeProject(project({ "trigger/a.ts": HELLO }));
    expect((await pawl(["deploy", root, "--config", "other.ts"])).err).toContain(
      `There is no config at ${root}/other.ts.`,
    );
  });

  test("a key that the server does not know, without printing it", async () => {
    server.answer({ status: 401, body: { error: "Invalid API key" } });
    const root = await makeProject(project({ "trigger/a.ts": HELLO }));
    const { code, err } = await pawl(["deploy", root], WITH_KEY());
    expect(code).toBe(1);
    expect(err).toContain(`${server.url} does not know the key tr_prod_…1234.`);
    expect(err).not.toContain("secretsecret");
  });

  test("a server that refuses, with its details", async () => {
    const details = ["tasks.0.id is too long", { path: ["queues"], message: "too many" }];
    server.answer({ status: 422, body: { error: "The manifest is not right", details } });
    const root = await makeProject(project({ "trigger/a.ts": HELLO }));
    const { code, err } = await pawl(["deploy", root], WITH_KEY());
    expect(code).toBe(1);
    expect(err).toContain("did not take the deployment (422): The manifest is not right");
    expect(err).toContain("tasks.0.id is too long");
    expect(err).toContain('{"path":["queues"],"message":"too many"}');
  });

  test("a server that is not there", async () => {
    const root = await makeProject(project({ "trigger/a.ts": HELLO }));
    const { code, err } = await pawl(["deploy", root, "-a", "http://127.0.0.1:9"], WITH_KEY());
    expect(code).toBe(1);
    expect(err).toContain("Could not reach http://127.0.0.1:9");
    expect(err).not.toContain("    at ");
  });
});
