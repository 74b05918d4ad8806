import { randomUUID } from "node:crypto";
import { expect, inject, test } from "vitest";
import {
  bundleProject,
  deployedWithPackages,
  MINIMAL_CONFIG,
  makeProject,
} from "../../support/project.ts";
import { RunnerProcess, spansOf } from "../../support/runner-process.ts";

test("an instrumentation patches a package that is bundled", async () => {
  const runner = new RunnerProcess(
    await deployedWithPackages({
      "trigger.config.ts": `
        import { PgInstrumentation } from "@opentelemetry/instrumentation-pg";
        export default { project: "proj_test", telemetry: { instrumentations: [new PgInstrumentation()] } };`,
      "trigger/query.ts": `
        import { task } from "@pawl/sdk";
        import pg from "pg";
        export const query = task({ id: "query", run: async (payload: { url: string }) => {
          const client = new pg.Client({ connectionString: payload.url });
          await client.connect();
          const { rows } = await client.query("SELECT 1 + 1 AS sum");
          await client.end();
          return rows[0].sum;
        } });`,
    }),
  );
  const url = new URL(inject("templateUrl"));
  url.pathname = "/postgres";
  url.searchParams.set("application_name", randomUUID());
  const { result, events } = await runner.run("query", { payloadValue: { url: url.href } });
  expect(result).toMatchObject({ ok: true, output: '{"json":2}' });
  const spans = spansOf(events).filter((span) => span.durationMs !== undefined);
  const inRun = spans.find((span) => span.name === "run")?.spanId;
  const [traced] = spans.filter((span) => span.name.startsWith("pg.query:SELECT"));
  expect(traced).toMatchObject({ category: "user", parentSpanId: inRun });
  expect(Object.values(traced?.attributes ?? {})).toContain("SELECT 1 + 1 AS sum");
});

test("a project that traces nothing has nothing of OpenTelemetry in its bundle", async () => {
  const root = await makeProject({
    "trigger.config.ts": MINIMAL_CONFIG,
    "trigger/plain.ts": `
      import { logger, task } from "@pawl/sdk";
      export const plain = task({ id: "plain", run: () => logger.trace("span", () => 1) });`,
  });
  const { files } = await bundleProject(root);
  const sources = files
    .filter(({ path }) => path.endsWith(".map"))
    .flatMap(({ contents }): string[] => JSON.parse(contents).sources);
  expect(sources.some((source) => source.endsWith("dist/runner/main.js"))).toBe(true);
  expect(sources.filter((source) => source.includes("@opentelemetry"))).toEqual([]);
});

test("a task that does not use it does not load what another one uses", async () => {
  const runner = new RunnerProcess(
    await deployedWithPackages({
      "trigger/traced.ts": `
        import { ROOT_CONTEXT } from "@opentelemetry/api";
        import { task } from "@pawl/sdk";
        Reflect.set(globalThis, "hasLoadedOtel", ROOT_CONTEXT !== undefined);
        export const traced = task({ id: "traced", run: () => Reflect.get(globalThis, "hasLoadedOtel") });`,
      "trigger/plain.ts": `
        import { task } from "@pawl/sdk";
        export const plain = task({ id: "plain", run: () => Reflect.get(globalThis, "hasLoadedOtel") ?? false });`,
    }),
  );
  expect((await runner.run("plain")).result).toMatchObject({ output: '{"json":false}' });
  expect((await runner.run("traced")).result).toMatchObject({ output: '{"json":true}' });
});
