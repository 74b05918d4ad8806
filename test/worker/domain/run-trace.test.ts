import { describe, expect, it } from "vitest";
import { runTrace, traceOrigin } from "#worker/domain/run-trace.ts";

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const HEADER = `00-${TRACE_ID}-b7ad6b7169203331-01`;
const ID = "01988f5e-8a3c-7c1d-9d6e-3f2a1b4c5d6e";

describe("the trace of a run", () => {
  it("is its caller's, and points below the caller's span", () => {
    expect(runTrace({ id: ID, traceParent: HEADER, traceLink: null })).toEqual({
      traceId: TRACE_ID,
      parentSpanId: "b7ad6b7169203331",
      isSampled: true,
    });
  });

  it("is named after the run where there is no caller's, or only a link to it", () => {
    const traceId = ID.replaceAll("-", "");
    expect(runTrace({ id: ID, traceParent: null, traceLink: null })).toEqual({
      traceId,
      isSampled: true,
    });
    expect(runTrace({ id: ID, traceParent: null, traceLink: HEADER.replace(/01$/, "00") })).toEqual(
      {
        traceId,
        isSampled: false,
        link: { traceId: TRACE_ID, spanId: "b7ad6b7169203331", isSampled: false },
      },
    );
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
  ] as const)("%s, as a link: %s", (header, isLink, origin) => {
    expect(traceOrigin(header, isLink)).toEqual(origin);
  });
});
