import { describe, expect, test } from "vitest";
import type { RunnerEvent } from "#sdk/wire/protocol.ts";
import { startApiServer } from "../../support/api-server.ts";
import { deployedWithPackages } from "../../support/project.ts";
import { logsOf, RunnerProcess, spansOf } from "../../support/runner-process.ts";

const runner = new RunnerProcess(
  await deployedWithPackages({
    "trigger/traced.ts": `
      import { context, propagation, SpanStatusCode, trace } from "@opentelemetry/api";
      import { logs } from "@opentelemetry/api-logs";
      import { logger, task, tasks } from "@pawl/sdk";
      const tracer = trace.getTracer("shop", "2.1.0");

      export const nested = task({ id: "nested", run: () => logger.trace("order", async (order) => {
        order.setAttribute("nested", { any: ["json"] });
        const price = await tracer.startActiveSpan("price", { attributes: { currency: "EUR" } }, async (span) => {
          span.addEvent("cache miss", { key: "p1" });
          span.setAttributes({ total: 12, items: ["a", "b"] });
          console.log("inside price");
          await tracer.startActiveSpan("discount", async (inner) => { await Promise.resolve(); inner.end(); });
          span.end();
          return 12;
        });
        // Begun by hand: below whatever is active, and nothing is inside it.
        const byHand = tracer.startSpan("by hand");
        logger.startSpan("ours, by hand", { attributes: { a: 1 } }).end();
        byHand.updateName("renamed").end();
        trace.getActiveSpan()?.setAttribute("active", true);
        return { price, same: order.spanContext().traceId === trace.getActiveSpan()?.spanContext().traceId };
      }) });

      export const failing = task({ id: "failing", retry: { maxAttempts: 1 }, run: async () => {
        const span = tracer.startSpan("charge");
        span.recordException(new TypeError("card declined"));
        span.setStatus({ code: SpanStatusCode.ERROR, message: "no money" });
        span.end();
        const survived = tracer.startSpan("tried");
        survived.recordException(new Error("first mirror is down"));
        survived.end();
        tracer.startSpan("just bad").setStatus({ code: SpanStatusCode.ERROR, message: "bad" }).end();
        await logger.trace("thrown", () => { throw new Error("thrown inside"); });
      } });

      export const carried = task({ id: "carried", run: async () => {
        const carrier: Record<string, string> = {};
        propagation.inject(context.active(), carrier);
        const remote = propagation.extract(context.active(), { traceparent: "00-11111111111111111111111111111111-2222222222222222-01" });
        const span = tracer.startSpan("from a message", {}, remote);
        const { traceId } = span.spanContext();
        span.end();
        const own = tracer.startSpan("a root", { root: true });
        own.end();
        return { carrier, traceId, isRoot: own.spanContext().traceId !== traceId };
      } });

      export const handsOn = task({ id: "hands-on", run: () => logger.trace("inside", async () => {
        const baggage = propagation.getActiveBaggage();
        const more = propagation.setBaggage(context.active(), baggage!.setEntry("plan", { value: "p r o" }).removeEntry("drop"));
        const carrier: Record<string, string> = {};
        propagation.inject(more, carrier);
        const again: Record<string, string> = {};
        propagation.inject(propagation.extract(context.active(), carrier), again);
        await context.with(more, () => tasks.trigger("child", {}));
        return { tenant: baggage?.getEntry("tenant")?.value, carrier, isSame: JSON.stringify(carrier) === JSON.stringify(again) };
      }) });

      let left: { end(): void } | undefined;
      export const leaves = task({ id: "leaves", run: async () => {
        left = tracer.startSpan("left open");
        setTimeout(() => tracer.startSpan("too late").end(), 20);
      } });
      export const next = task({ id: "next", run: async () => {
        left?.end();
        await new Promise((resolve) => setTimeout(resolve, 60));
        return { active: trace.getActiveSpan()?.isRecording() };
      } });

      export const otherLogs = task({ id: "other-logs", run: async () => {
        tracer.startActiveSpan("inside", (span) => {
          logs.getLogger("pino").emit({ severityNumber: 17, body: "from a bridge", attributes: { code: 7 } });
          span.end();
        });
      } });

      export const bound = task({ id: "bound", run: async () => {
        const { EventEmitter } = await import("node:events");
        const emitter = new EventEmitter();
        const names: string[] = [];
        await tracer.startActiveSpan("emitter's", async (span) => {
          context.bind(context.active(), emitter);
          emitter.on("x", () => names.push(trace.getActiveSpan() === span ? "bound" : "not"));
          span.end();
        });
        emitter.emit("x");
        return names;
      } });`,
  }),
);

const run = (task: string) => runner.run(task, { filePath: "trigger/traced.ts" });

/** `outer > inner` for every span of the user, in the order in which they began. */
function paths(events: RunnerEvent[]): string[] {
  const byId = new Map(spansOf(events).map((span) => [span.spanId, span]));
  const path = (id: string): string => {
    const span = byId.get(id);
    if (!span) return "?";
    return span.parentSpanId ? `${path(span.parentSpanId)} > ${span.name}` : span.name;
  };
  return [...byId.values()]
    .filter(({ category }) => category !== "platform")
    .map(({ spanId }) => path(spanId));
}

const spanNamed = (events: RunnerEvent[], name: string) =>
  spansOf(events).findLast((span) => span.name === name);

describe("spans of OpenTelemetry's API", () => {
  test("stand on the timeline below what they began in, with the SDK's own", async () => {
    const { result, events } = await run("nested");
    expect(result).toMatchObject({ ok: true });
    expect(paths(events)).toEqual([
      "run",
      "run > order",
      "run > order > price",
      "run > order > price > discount",
      "run > order > renamed",
      "run > order > ours, by hand",
    ]);
    expect(spanNamed(events, "price")).toMatchObject({
      category: "user",
      attributes: { currency: "EUR", total: 12, items: ["a", "b"] },
    });
    expect(spanNamed(events, "order")?.attributes).toEqual({
      nested: { any: ["json"] },
      active: true,
    });
    expect(spansOf(events).every((span) => span.durationMs !== undefined)).toBe(true);
    const price = spanNamed(events, "price")?.spanId;
    expect(logsOf(events)).toMatchObject([
      { message: "cache miss", attributes: { key: "p1" }, parentSpanId: price },
      { message: "inside price", parentSpanId: price },
    ]);
  });

  test("show what was recorded as an error; an exception that failed nothing is a line", async () => {
    const { events } = await run("failing");
    expect(spanNamed(events, "charge")?.error).toMatchObject({
      type: "BUILT_IN_ERROR",
      name: "TypeError",
      message: "card declined",
      stackTrace: expect.stringContaining("trigger/traced.ts:"),
    });
    expect(spanNamed(events, "tried")?.error).toBeUndefined();
    expect(logsOf(events)).toMatchObject([
      {
        level: "WARN",
        message: "Error: first mirror is down",
        parentSpanId: spanNamed(events, "tried")?.spanId,
      },
    ]);
    expect(spanNamed(events, "just bad")?.error).toEqual({ type: "STRING_ERROR", raw: "bad" });
    expect(spanNamed(events, "thrown")?.error).toMatchObject({ message: "thrown inside" });
  });

  test("are carried over to others and from others by W3C Trace Context", async () => {
    const { result, events } = await run("carried");
    if (!result.ok || !result.output) throw new Error("no output");
    const output: unknown = JSON.parse(result.output);
    const inRun = spanNamed(events, "run")?.spanId;
    expect(output).toMatchObject({
      json: {
        carrier: { traceparent: `00-0af7651916cd43dd8448eb211c80319c-${inRun}-01` },
        traceId: "1".repeat(32),
        isRoot: true,
      },
    });
    expect(paths(events)).toEqual(["run", "run > from a message", "run > a root"]);
  });

  test("hand on what vendors and authors send along, to others and to what the run triggers", async () => {
    const api = await startApiServer();
    api.answer({ body: { id: "run_child" } });
    const { result } = await runner.run("hands-on", {
      filePath: "trigger/traced.ts",
      env: { TRIGGER_API_URL: api.url, TRIGGER_SECRET_KEY: "tr_dev_x" },
      trace: {
        ...{ traceId: "1".repeat(32), parentSpanId: "2".repeat(16), isSampled: true },
        ...{ state: "congo=t61,rojo=0f", baggage: "tenant=a%20b;secret,drop=1" },
      },
    });
    if (!result.ok || !result.output) throw new Error("no output");
    const { json } = JSON.parse(result.output);
    const handedOn = {
      tracestate: "congo=t61,rojo=0f",
      baggage: "tenant=a%20b;secret,plan=p%20r%20o",
    };
    expect(json).toMatchObject({ tenant: "a b", carrier: handedOn, isSame: true });
    expect(json.carrier.traceparent).toContain("1".repeat(32));
    expect(api.requests[0]?.headers).toMatchObject(handedOn);
  });

  test("never leak into the next run of the process", async () => {
    const first = await run("leaves");
    expect(paths(first.events)).toEqual(["run", "run > left open"]);
    const second = await run("next");
    expect(paths(second.events)).toEqual(["run"]);
    expect(second.result).toMatchObject({ output: '{"json":{"active":true}}' });
  });

  test("logs of OpenTelemetry's API stand beside them", async () => {
    const { events } = await run("other-logs");
    expect(logsOf(events)).toMatchObject([
      {
        level: "ERROR",
        message: "from a bridge",
        attributes: { code: 7 },
        parentSpanId: spanNamed(events, "inside")?.spanId,
      },
    ]);
  });

  test("emitters that were bound call their listeners in their context", async () => {
    expect((await run("bound")).result).toMatchObject({ output: '{"json":["bound"]}' });
  });
});
