/** A place in a trace, as W3C Trace Context writes it in the `traceparent` header. */
export interface TraceParent {
  /** 32 hex characters. */
  traceId: string;
  /** 16 hex characters. */
  spanId: string;
  /** False: its owner does not export it. */
  isSampled: boolean;
}

const PATTERN = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Undefined for what is no `traceparent`: the specification wants it ignored. */
export function parseTraceparent(text: string | null | undefined): TraceParent | undefined {
  const [, version, traceId = "", spanId = "", flags = "", rest] =
    PATTERN.exec(text?.trim() ?? "") ?? [];
  // What comes after the flags belongs to a later version than ours.
  if (!version || version === "ff" || (version === "00" && rest)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export function formatTraceparent({ traceId, spanId, isSampled }: TraceParent): string {
  return `00-${traceId}-${spanId}-${isSampled ? "01" : "00"}`;
}
