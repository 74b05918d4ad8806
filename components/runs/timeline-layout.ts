import type { Tone } from "#components/ui/tone.ts";
import type { RelatedRun, RunCommon, RunObject } from "#sdk/wire/api.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import type { AttemptView, RunEventView, RunTimelineView } from "#worker/domain/views.ts";
import { type TimelineSpan, timelineSpans } from "./timeline-spans.ts";

export type SegmentKind = "busy" | "queued" | "waiting" | "retry";

/** A stretch of a bar. Without an end it is still going on. */
export type Segment = { kind: SegmentKind; startMs: number; endMs: number | undefined };

export type TimelineRow = {
  /** `run`, `attempt:2`, or a span's id: what `?span=` names. */
  id: string;
  parentId: string | undefined;
  depth: number;
  label: string;
  tone: Tone;
  startMs: number;
  endMs: number | undefined;
  segments: Segment[];
  /** When something was logged in it. */
  logMarksMs: number[];
  hasChildren: boolean;
  attempt?: AttemptView;
  span?: TimelineSpan;
  /** A run that this one started. */
  child?: RelatedRun;
};

export type TimelineLayout = {
  rows: TimelineRow[];
  /** Where the axis begins. */
  originMs: number;
  /** Where the axis ends: the run's end, or a round number beyond now while it is open. */
  endMs: number;
  /** What its ticks count from, also where only a part of the axis is shown. */
  zeroMs: number;
  ticksMs: number[];
};

export type LayoutInput = {
  run: RunObject;
  timeline: RunTimelineView;
  nowMs: number;
  /** Starts the axis at the trigger rather than at the first attempt. */
  isQueueShown: boolean;
  /** What the runs below it started in turn, by the id of the run, as far as somebody has looked. */
  grandchildren?: ReadonlyMap<string, readonly RelatedRun[]>;
};

export const RUN_ROW_ID = "run";

export function layoutTimeline({
  run,
  timeline,
  nowMs,
  isQueueShown,
  grandchildren = new Map(),
}: LayoutInput): TimelineLayout {
  const spans = timelineSpans(timeline);
  const rows = [
    runRow(run, timeline),
    ...timeline.attempts.flatMap((attempt, index) => {
      const previous = timeline.attempts[index - 1];
      const own = spans.filter((span) => span.attempt === attempt.number);
      return [attemptRow(attempt, previous, own, timeline.events), ...spanRows(own, attempt)];
    }),
    ...childRows(run.relatedRuns.children ?? [], RUN_ROW_ID, 1, grandchildren),
  ];
  const createdMs = Date.parse(run.createdAt);
  const startedMs = firstStart(run, timeline);
  const originMs = isQueueShown || startedMs === undefined ? createdMs : startedMs;
  const endMs = axisEnd(run, rows, originMs, nowMs);
  return { rows, originMs, endMs, zeroMs: originMs, ticksMs: axisTicks(endMs - originMs) };
}

/** A long queue time would squeeze everything else into a hair line. */
export function isQueueWorthShowing(run: RunObject, nowMs: number): boolean {
  if (run.startedAt === undefined) return true;
  const startedMs = Date.parse(run.startedAt);
  const endMs = run.finishedAt === undefined ? nowMs : Date.parse(run.finishedAt);
  return startedMs - Date.parse(run.createdAt) <= 2 * Math.max(endMs - startedMs, 1);
}

function firstStart(run: RunObject, timeline: RunTimelineView): number | undefined {
  const first = timeline.attempts[0]?.startedAt ?? run.startedAt;
  return first === undefined ? undefined : Date.parse(first);
}

function runRow(run: RunObject, timeline: RunTimelineView): TimelineRow {
  const endMs = run.finishedAt === undefined ? undefined : Date.parse(run.finishedAt);
  return {
    id: RUN_ROW_ID,
    parentId: undefined,
    depth: 0,
    label: run.taskIdentifier,
    tone: runTone(run),
    startMs: Date.parse(run.createdAt),
    endMs: isFinal(run.status) ? (endMs ?? Date.parse(run.updatedAt)) : undefined,
    segments: runSegments(run, timeline),
    logMarksMs: [],
    hasChildren: timeline.attempts.length > 0 || run.relatedRuns.children !== undefined,
  };
}

function runTone(run: RunCommon): Tone {
  if (run.status === "COMPLETED") return "success";
  if (run.status === "CANCELED" || run.status === "EXPIRED") return "neutral";
  return run.isFailed ? "danger" : "info";
}

/** One segment per status the run was in, from its transitions; without them from its dates. */
function runSegments(run: RunObject, timeline: RunTimelineView): Segment[] {
  const createdMs = Date.parse(run.createdAt);
  const finishedMs = run.finishedAt === undefined ? undefined : Date.parse(run.finishedAt);
  const changes = timeline.events.flatMap((event) =>
    event.kind === "TRANSITION"
      ? [{ atMs: Date.parse(event.at), kind: segmentKind(event.status) }]
      : [],
  );
  // Of one that has ended, its course may no longer be kept.
  const isUnknown = changes.every(({ kind }) => kind === "queued") && isFinal(run.status);
  if (changes.length === 0 || isUnknown) return segmentsFromDates(run, createdMs, finishedMs);
  const segments: Segment[] = [];
  let current: Segment = { kind: "queued", startMs: createdMs, endMs: undefined };
  for (const change of changes) {
    if (change.kind === current.kind) continue;
    if (change.atMs > current.startMs) segments.push({ ...current, endMs: change.atMs });
    if (change.kind === undefined) return segments;
    current = { kind: change.kind, startMs: change.atMs, endMs: undefined };
  }
  return [...segments, { ...current, endMs: finishedMs }];
}

function segmentsFromDates(
  run: RunCommon,
  createdMs: number,
  finishedMs: number | undefined,
): Segment[] {
  if (run.startedAt === undefined)
    return [{ kind: "queued", startMs: createdMs, endMs: finishedMs }];
  const startedMs = Date.parse(run.startedAt);
  return [
    { kind: "queued", startMs: createdMs, endMs: startedMs },
    { kind: "busy", startMs: startedMs, endMs: finishedMs },
  ];
}

function segmentKind(status: RunObject["status"]): SegmentKind | undefined {
  if (status === "EXECUTING") return "busy";
  if (status === "WAITING") return "waiting";
  return isFinal(status) ? undefined : "queued";
}

function attemptRow(
  attempt: AttemptView,
  previous: AttemptView | undefined,
  spans: readonly TimelineSpan[],
  events: readonly RunEventView[],
): TimelineRow {
  const startMs = Date.parse(attempt.startedAt);
  const endMs = attempt.finishedAt === undefined ? undefined : Date.parse(attempt.finishedAt);
  const gapFrom = previous?.finishedAt === undefined ? startMs : Date.parse(previous.finishedAt);
  const gap: Segment[] =
    gapFrom < startMs ? [{ kind: "retry", startMs: gapFrom, endMs: startMs }] : [];
  return {
    id: `attempt:${attempt.number}`,
    parentId: RUN_ROW_ID,
    depth: 1,
    label: `Attempt ${attempt.number}`,
    tone: attemptTone(attempt),
    startMs,
    endMs,
    segments: [...gap, { kind: "busy", startMs, endMs }],
    logMarksMs: events.flatMap((event) =>
      event.kind === "LOG" && event.attempt === attempt.number ? [Date.parse(event.at)] : [],
    ),
    hasChildren: spans.length > 0,
    attempt,
  };
}

function attemptTone(attempt: AttemptView): Tone {
  if (attempt.status === "EXECUTING") return "info";
  if (attempt.status === "COMPLETED") return "success";
  return attempt.status === "CANCELED" ? "neutral" : "danger";
}

/** Depth first: each span is followed by what happened inside it. */
function spanRows(spans: readonly TimelineSpan[], attempt: AttemptView): TimelineRow[] {
  const attemptId = `attempt:${attempt.number}`;
  const attemptEnd = attempt.finishedAt === undefined ? undefined : Date.parse(attempt.finishedAt);
  const ids = new Set(spans.map((span) => span.spanId));
  // Ten thousand spans are looked up by their parent, not searched for each of them.
  const byParent = new Map<string | undefined, TimelineSpan[]>();
  for (const span of spans) {
    const isInside = span.parentSpanId !== undefined && ids.has(span.parentSpanId);
    const parentId = isInside ? span.parentSpanId : undefined;
    const siblings = byParent.get(parentId);
    if (siblings) siblings.push(span);
    else byParent.set(parentId, [span]);
  }
  const childrenOf = (parentId: string | undefined) => byParent.get(parentId) ?? [];
  const visit = (span: TimelineSpan, depth: number, parentId: string): TimelineRow[] => {
    const children = childrenOf(span.spanId);
    const endMs = span.endMs ?? attemptEnd;
    const row: TimelineRow = {
      id: span.spanId,
      parentId,
      depth,
      label: span.name,
      tone: span.error ? "danger" : endMs === undefined ? "info" : "neutral",
      startMs: span.startMs,
      endMs,
      segments: [{ kind: "busy", startMs: span.startMs, endMs }],
      logMarksMs: [],
      hasChildren: children.length > 0,
      span,
    };
    return [row, ...children.flatMap((child) => visit(child, depth + 1, span.spanId))];
  };
  return childrenOf(undefined).flatMap((span) => visit(span, 2, attemptId));
}

const CHILD_PREFIX = "child:";

export function childRowId(runId: string): string {
  return CHILD_PREFIX + runId;
}

/** The run that a row stands for, if it is one that was started. */
export function childOfRowId(rowId: string): string | undefined {
  return rowId.startsWith(CHILD_PREFIX) ? rowId.slice(CHILD_PREFIX.length) : undefined;
}

/** Runs that a run started; what they started in turn follows once it is known. */
function childRows(
  children: readonly RelatedRun[],
  parentId: string,
  depth: number,
  grandchildren: ReadonlyMap<string, readonly RelatedRun[]>,
): TimelineRow[] {
  return children.flatMap((child) => {
    const known = grandchildren.get(child.id);
    const id = childRowId(child.id);
    const createdMs = Date.parse(child.createdAt);
    const finishedMs = child.finishedAt === undefined ? undefined : Date.parse(child.finishedAt);
    const row: TimelineRow = {
      ...{ id, parentId, depth, child, label: child.taskIdentifier, tone: runTone(child) },
      ...{ startMs: createdMs, endMs: finishedMs, logMarksMs: [] },
      segments: segmentsFromDates(child, createdMs, finishedMs),
      // Nobody knows before it was looked.
      hasChildren: known === undefined || known.length > 0,
    };
    return [row, ...childRows(known ?? [], id, depth + 1, grandchildren)];
  });
}

const AXIS_STEPS_S = [
  1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 28_800,
];
const DAY_MS = 86_400_000;
/** The axis grows before the bars touch its end. */
const FULL_AT = 0.92;

function axisEnd(
  run: RunObject,
  rows: readonly TimelineRow[],
  originMs: number,
  nowMs: number,
): number {
  if (isFinal(run.status)) {
    const ends = rows.map((row) => row.endMs ?? row.startMs);
    return Math.max(originMs + 1, ...ends);
  }
  const elapsed = Math.max(0, nowMs - originMs);
  const step = AXIS_STEPS_S.find((seconds) => elapsed < seconds * 1_000 * FULL_AT);
  const total =
    step === undefined ? (Math.floor(elapsed / FULL_AT / DAY_MS) + 1) * DAY_MS : step * 1_000;
  return originMs + total;
}

/** When an open timeline has to be laid out again because the axis is nearly full. */
export function axisFullAt(layout: TimelineLayout): number {
  return layout.originMs + (layout.endMs - layout.originMs) * FULL_AT;
}

const TICK_STEPS_MS = [1, 2, 5].flatMap((one) => [1, 10, 100, 1_000].map((unit) => one * unit));
const LONG_TICK_STEPS_MS = [
  10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400,
];
const MAX_TICKS = 5;

/** Round offsets from the origin, at most five steps. */
export function axisTicks(toMs: number, fromMs = 0): number[] {
  const totalMs = toMs - fromMs;
  const steps = [
    ...TICK_STEPS_MS.toSorted((a, b) => a - b),
    ...LONG_TICK_STEPS_MS.map((s) => s * 1_000),
  ];
  const step =
    steps.find((ms) => totalMs / ms <= MAX_TICKS) ??
    Math.ceil(totalMs / MAX_TICKS / DAY_MS) * DAY_MS;
  const ticks: number[] = [];
  const first = Math.ceil(fromMs / step) * step;
  for (let at = first; at < fromMs + totalMs * 0.97; at += step) ticks.push(at);
  return ticks;
}

/** Rows whose every ancestor is open. */
export function visibleRows(
  rows: readonly TimelineRow[],
  closed: ReadonlySet<string>,
): TimelineRow[] {
  const hidden = new Set<string>();
  return rows.filter((row) => {
    const isHidden =
      row.parentId !== undefined && (hidden.has(row.parentId) || closed.has(row.parentId));
    if (isHidden) hidden.add(row.id);
    return !isHidden;
  });
}

/** Rows that have the text, or have failed, with whatever they stand in. */
export function matchingRows(
  rows: readonly TimelineRow[],
  { text, errorsOnly }: { text: string; errorsOnly: boolean },
): TimelineRow[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "" && !errorsOnly) return [...rows];
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = new Set<string>();
  for (const row of rows) {
    if (errorsOnly && row.tone !== "danger") continue;
    if (!row.label.toLowerCase().includes(wanted)) continue;
    for (let at: TimelineRow | undefined = row; at && !kept.has(at.id); ) {
      kept.add(at.id);
      at = at.parentId === undefined ? undefined : byId.get(at.parentId);
    }
  }
  return rows.filter((row) => kept.has(row.id));
}
