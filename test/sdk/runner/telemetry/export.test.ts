import { afterEach, describe, expect, test } from "vitest";
import { until } from "#test/support/until.ts";
import type { Answer } from "../../support/api-server.ts";
import { startApiServer } from "../../support/api-server.ts";
import { deployedWithPackages } from "../../support/project.ts";
import { logsOf, RunnerProcess } from "../../support/runner-process.ts";

/** An OTLP/HTTP receiver, and what else is asked over HTTP. */
const collector = await startApiServer();
afterEach(() => collector.reset());

const entry = await deployedWithPackages({
  "trigger.config.ts": `
    import { OTLPLogExporter } from "@opentelemetry/exporter-logs-otlp-http";
    import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
    import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
    import { HttpInstrumentation } from "@opentelemetry/instrumentation-http";
    import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
    const at = (signal: string) => ({ url: "${collector.url}/v1/" + signal });
    export default {
      project: "proj_test",
      telemetry: {
        instrumentations: [new HttpInstrumentation(), new UndiciInstrumentation()],
        exporters: [new OTLPTraceExporter(at("traces"))],
        logExporters: [new OTLPLogExporter(at("logs"))],
        metricExporters: [new OTLPMetricExporter(at("metrics"))],
        processors: [{
          onStart() {},
          onEnding(span: { setAttribute(key: string, value: string): void }) { span.setAttribute("processed", "yes"); },
          onEnd() {}, forceFlush: async () => {}, shutdown: async () => {},
        }],
        resource: { attributes: { "service.name": "shop", region: "eu" } },
      },
    };`,
  "trigger/sent.ts": `
    import { get } from "node:http";
    import { logger, otel, task } from "@pawl/sdk";
    const orders = otel.metrics.getMeter("shop").createCounter("orders");
    export const sent = task({
      id: "sent",
      retry: { maxAttempts: 1 },
      onStart() {},
      run: async (payload: { url: string; fail?: boolean }) => {
        logger.info("working", { item: 3 });
        orders.add(2);
        await logger.trace("fetching", () => fetch(payload.url + "/fetched"));
        await new Promise((resolve, reject) => get(payload.url + "/got", (response) => {
          response.resume().on("end", resolve);
        }).on("error", reject));
        if (payload.fail) throw new Error("at last");
      },
    });
    export const quiet = task({ id: "quiet", run: () => {} });`,
});

const ids = (runner: RunnerProcess) => ({
  sent: (overrides = {}, payload = {}) =>
    runner.start("sent", { payloadValue: { url: collector.url, ...payload }, ...overrides }),
  quiet: () => runner.start("quiet", { filePath: "trigger/sent.ts" }),
});

const exported = (runner: RunnerProcess, attemptId: string) =>
  runner.until((message) => message.type === "exported" && message.attemptId === attemptId);

interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  status: { code: number; message?: string };
  attributes: { key: string; value: Record<string, unknown> }[];
  events: { name: string }[];
  links: { traceId: string }[];
}

/** What the receiver was sent, by path. */
function received(path: string): Record<string, never>[] {
  return collector.requests
    .filter((request) => request.path === path)
    .map((request) => JSON.parse(request.body));
}

function spans(): OtlpSpan[] {
  const all = received("/v1/traces") as unknown as {
    resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[];
  }[];
  return all.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  );
}

/** `hook|run > name`, from the attempt down. */
function tree(all: OtlpSpan[]): string[] {
  const path = (span: OtlpSpan): string => {
    const parent = all.find((other) => other.spanId === span.parentSpanId);
    return parent ? `${path(parent)} > ${span.name}` : span.name;
  };
  return all
    .filter(({ name }) => !name.startsWith("Imported"))
    .map(path)
    .sort();
}

const attributes = (span: OtlpSpan | undefined) =>
  Object.fromEntries(
    span?.attributes.map(({ key, value }) => [key, Object.values(value)[0]]) ?? [],
  );

describe("telemetry of the config", () => {
  test("exporters get every span of an attempt, in the run's trace, with what instrumentations saw", async () => {
    const runner = new RunnerProcess(entry);
    const trace = {
      traceId: "a".repeat(32),
      parentSpanId: "b".repeat(16),
      isSampled: true,
    };
    await exported(runner, ids(runner).sent({ trace }));
    const all = spans();
    expect(tree(all)).toEqual([
      "sent",
      "sent > onStart",
      "sent > run",
      "sent > run > GET",
      "sent > run > fetching",
      "sent > run > fetching > GET",
    ]);
    expect(new Set(all.map((span) => span.traceId))).toEqual(new Set([trace.traceId]));
    const attempt = all.find((span) => span.name === "sent");
    expect(attempt).toMatchObject({ parentSpanId: trace.parentSpanId, kind: 5 });
    expect(attributes(attempt)).toMatchObject({
      "ctx.run.id": "run_1",
      "ctx.task.id": "sent",
      "ctx.attempt.number": 1,
      processed: "yes",
    });
    // Whoever is asked goes on in the trace; the SDK's and the exporters' own requests are nobody's spans.
    for (const path of ["/fetched", "/got"]) {
      const request = collector.requests.find((one) => one.path === path);
      expect(request?.headers["traceparent"]).toMatch(/^00-a{32}-[0-9a-f]{16}-01$/);
    }
    expect(received("/v1/traces")[0]).toMatchObject({
      resourceSpans: [
        {
          resource: {
            attributes: expect.arrayContaining([
              { key: "service.name", value: { stringValue: "shop" } },
              { key: "region", value: { stringValue: "eu" } },
              { key: "deployment.environment.name", value: { stringValue: "dev" } },
            ]),
          },
        },
      ],
    });
    expect(received("/v1/logs")[0]).toMatchObject({
      resourceLogs: [
        {
          scopeLogs: [
            {
              logRecords: [
                {
                  body: { stringValue: "working" },
                  severityText: "INFO",
                  traceId: trace.traceId,
                  spanId: all.find((span) => span.name === "run")?.spanId,
                },
              ],
            },
          ],
        },
      ],
    });
    expect(JSON.stringify(received("/v1/metrics"))).toContain('"name":"orders"');
  });

  test("a failed attempt says so; a run that is linked has a trace of its own", async () => {
    const runner = new RunnerProcess(entry);
    const link = { traceId: "c".repeat(32), spanId: "d".repeat(16), isSampled: true };
    const trace = { traceId: "e".repeat(32), isSampled: true, link };
    await exported(runner, ids(runner).sent({ trace }, { fail: true }));
    const attempt = spans().find((span) => span.name === "sent");
    expect(attempt?.parentSpanId ?? "").toBe("");
    expect(attempt).toMatchObject({
      status: { code: 2, message: "at last" },
      links: [{ traceId: link.traceId }],
    });
    expect(spans().find((span) => span.name === "run")).toMatchObject({
      status: { code: 2 },
      events: [{ name: "exception" }],
    });
  });

  test("a trace whose owner does not export it is not exported here either", async () => {
    const runner = new RunnerProcess(entry);
    const trace = { traceId: "a".repeat(32), parentSpanId: "b".repeat(16), isSampled: false };
    await exported(runner, ids(runner).sent({ trace }));
    expect(received("/v1/traces")).toEqual([]);
    expect(received("/v1/logs")).toHaveLength(1);
  });

  test("the run does not wait for a receiver that does not answer", async () => {
    const runner = new RunnerProcess(entry);
    const never: Answer[] = Array.from({ length: 3 }, () => ({ never: true }));
    collector.answer(...never);
    const id = ids(runner).quiet();
    const { result } = await runner.report(id);
    expect(result.ok).toBe(true);
    await until("an export", () => collector.requests.length > 0);
    expect(runner.messages.some((message) => message.type === "exported")).toBe(false);
    expect(runner.messages.at(-1)).toMatchObject({ type: "result", isExporting: true });
  });

  test("a receiver that refuses fails nothing: the next run of the process says it", async () => {
    const runner = new RunnerProcess(entry);
    collector.answer(...Array.from({ length: 3 }, () => ({ status: 400 })));
    const first = ids(runner).quiet();
    await exported(runner, first);
    expect((await runner.report(first)).result.ok).toBe(true);
    const { events } = await runner.report(ids(runner).quiet());
    expect(logsOf(events)).toMatchObject([
      { level: "WARN", message: expect.stringContaining("Telemetry could not be sent on.") },
    ]);
  });
});
