import { describe, expect, it } from "vitest";
import { runTrace, traceColumns, traceOrigin } from "#worker/domain/run-trace.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const HEADER = `00-${TRACE_ID}-b7ad6b7169203331-01`;
const ID = "01988f5e-8a3c-7c1d-9d6e-3f2a1b4c5d6e";

describe("the trace of a run", () => {
  it("is its caller's, and points below the caller's span", () => {
    expect(runTrace({ id: ID, traceParent: HEADER, traceLink: null, traceCarried: null })).toEqual({
      traceId: TRACE_ID,
      parentSpanId: "b7ad6b7169203331",
      isSampled: true,
    });
  });

  it("is named after the run where there is no caller's, or only a link to it", () => {
    const traceId = ID.replaceAll("-", "");
    expect(runTrace({ id: ID, traceParent: null, traceLink: null, traceCarried: null })).toEqual({
      traceId,
      isSampled: true,
    });
    const traceLink = HEADER.replace(/01$/, "00");
    expect(runTrace({ id: ID, traceParent: null, traceLink, traceCarried: null })).toEqual({
      traceId,
      isSampled: false,
      link: { traceId: TRACE_ID, spanId: "b7ad6b7169203331", isSampled: false },
    });
  });
});

describe("where a caller stands", () => {
  it.each([
    [HEADER, false, { kind: "PARENT", traceparent: HEADER }],
    [HEADER, true, { kind: "LINK", traceparent: HEADER }],
    // A later version of the header may say more than we read.
    [`cc-${TRACE_ID}-b7ad6b7169203331-01-more`, false, { kind: "PARENT", traceparent: HEADER }],
    [null, false, undefined],
    ["nonsense", false, undefined],
    [`${HEADER}-more`, false, undefined],
    [`ff-${TRACE_ID}-b7ad6b7169203331-01`, false, undefined],
    [`00-${"0".repeat(32)}-b7ad6b7169203331-01`, false, undefined],
    [`00-${TRACE_ID}-${"0".repeat(16)}-01`, false, undefined],
    [HEADER.toUpperCase(), false, undefined],
  ] as const)("%s, as a link: %s", (traceparent, isLink, origin) => {
    expect(traceOrigin({ traceparent }, isLink)).toEqual(origin);
  });

  const sent = {
    traceparent: HEADER,
    tracestate: "congo=t61, rojo=00f",
    baggage: "tenant=a%20b;p",
  };
  const baggage = "tenant=a%20b;p";

  it("comes with what vendors and authors hand on, which the attempts are given again", () => {
    const origin = traceOrigin(sent, false);
    expect(origin).toEqual({
      kind: "PARENT",
      traceparent: HEADER,
      state: "congo=t61,rojo=00f",
      baggage,
    });
    expect(runTrace({ id: ID, ...traceColumns(origin) })).toMatchObject({
      traceId: TRACE_ID,
      state: "congo=t61,rojo=00f",
      baggage,
    });
  });

  it("keeps the state in its trace; baggage goes over a link, and needs no trace", () => {
    expect(traceOrigin(sent, true)).toEqual({ kind: "LINK", traceparent: HEADER, baggage });
    const alone = traceOrigin({ traceparent: null, baggage }, false);
    expect(alone).toEqual({ kind: "NONE", baggage });
    expect(runTrace({ id: ID, ...traceColumns(alone) })).toEqual({
      traceId: ID.replaceAll("-", ""),
      isSampled: true,
      baggage,
    });
    expect(traceColumns(undefined).traceCarried).toBeNull();
  });
});
