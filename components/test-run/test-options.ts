import { checkJson } from "#components/ui/json-check.ts";
import { isMachinePreset, type MachinePreset } from "#sdk/wire/machine.ts";
import { parseDelay, parseDuration } from "#worker/domain/duration.ts";

/** What the form holds: text, as typed. */
export type TestOptions = {
  tags: string;
  delay: string;
  ttl: string;
  concurrencyKey: string;
  idempotencyKey: string;
  idempotencyKeyTTL: string;
  maxAttempts: string;
  maxDuration: string;
  priority: string;
  queue: string;
  version: string;
  machine: string;
  metadata: string;
};

export type OptionField = keyof TestOptions;

export const NO_OPTIONS: TestOptions = {
  tags: "",
  delay: "",
  ttl: "",
  concurrencyKey: "",
  idempotencyKey: "",
  idempotencyKeyTTL: "",
  maxAttempts: "",
  maxDuration: "",
  priority: "",
  queue: "",
  version: "",
  machine: "",
  metadata: "",
};

/** A form that was kept: fields that there are no longer are left out, those that came since are empty. */
export function toTestOptions(kept: Record<string, string>): TestOptions {
  const fields = Object.entries(NO_OPTIONS).map(([field, none]) => [field, kept[field] ?? none]);
  return { ...NO_OPTIONS, ...Object.fromEntries(fields) };
}

/** The same in the API's types; what was left empty is left out. */
export type RunOptions = {
  tags?: string[];
  delay?: string;
  ttl?: string;
  concurrencyKey?: string;
  idempotencyKey?: string;
  idempotencyKeyTTL?: string;
  maxAttempts?: number;
  /** Seconds. */
  maxDuration?: number;
  priority?: number;
  queue?: string;
  version?: string;
  machine?: MachinePreset;
  metadata?: Record<string, unknown>;
};

/** For the trigger endpoint, which has other words for two of them than that of a replay. */
export function toTriggerOptions({ queue, version, ...others }: RunOptions): TriggerOptions {
  return {
    ...others,
    ...(queue !== undefined && { queue: { name: queue } }),
    ...(version !== undefined && { lockToVersion: version }),
  };
}

export type TriggerOptions = Omit<RunOptions, "queue" | "version"> & {
  queue?: { name: string };
  lockToVersion?: string;
};

export type OptionsCheck =
  | { ok: true; options: RunOptions }
  | { ok: false; problems: Partial<Record<OptionField, string>> };

const MAX_TAGS = 10;
const MAX_TAG_LENGTH = 128;

export function checkOptions(input: TestOptions, now: Date): OptionsCheck {
  const options: RunOptions = {};
  const problems: Partial<Record<OptionField, string>> = {};
  const read = <T>(
    field: OptionField,
    parse: (text: string) => T | Problem,
    set: (value: T) => void,
  ) => {
    const text = input[field].trim();
    if (text === "") return;
    const parsed = parse(text);
    if (parsed instanceof Problem) problems[field] = parsed.message;
    else set(parsed);
  };
  read("tags", parseTags, (tags) => Object.assign(options, { tags }));
  read(
    "delay",
    (text) => parseDelayText(text, now),
    (delay) => Object.assign(options, { delay }),
  );
  read("ttl", parseTtl, (ttl) => Object.assign(options, { ttl }));
  read("maxAttempts", parseAttempts, (maxAttempts) => Object.assign(options, { maxAttempts }));
  read("priority", parsePriority, (priority) => Object.assign(options, { priority }));
  read("idempotencyKeyTTL", parseKeyTtl, (ttl) =>
    Object.assign(options, { idempotencyKeyTTL: ttl }),
  );
  read("maxDuration", parseSeconds, (maxDuration) => Object.assign(options, { maxDuration }));
  read("metadata", parseMetadata, (metadata) => Object.assign(options, { metadata }));
  for (const field of ["concurrencyKey", "idempotencyKey", "queue", "version"] as const) {
    const text = input[field].trim();
    if (text !== "") options[field] = text;
  }
  if (isMachinePreset(input.machine)) options.machine = input.machine;
  return Object.keys(problems).length > 0 ? { ok: false, problems } : { ok: true, options };
}

/** How many were filled in, for the folded heading. */
export function countOptions(input: TestOptions): number {
  return Object.values(input).filter((text) => text.trim() !== "").length;
}

class Problem {
  readonly message: string;
  constructor(message: string) {
    this.message = message;
  }
}

function parseTags(text: string): string[] | Problem {
  const tags = [...new Set(text.split(",").map((tag) => tag.trim()))].filter((tag) => tag !== "");
  if (tags.length > MAX_TAGS)
    return new Problem(`At most ${MAX_TAGS} tags; these are ${tags.length}`);
  const long = tags.find((tag) => tag.length > MAX_TAG_LENGTH);
  return long === undefined ? tags : new Problem(`A tag has at most ${MAX_TAG_LENGTH} characters`);
}

function parseDelayText(text: string, now: Date): string | Problem {
  return parseDelay(text, now) === undefined
    ? new Problem("Neither a duration such as 30s or 1h30m nor a date")
    : text;
}

function parseTtl(text: string): string | Problem {
  if (/^\d+$/.test(text)) return `${text}s`;
  return parseDuration(text) === undefined
    ? new Problem("Not a duration such as 10m or 1h30m")
    : text;
}

function parseAttempts(text: string): number | Problem {
  const value = Number(text);
  return Number.isInteger(value) && value >= 1 ? value : new Problem("A whole number, 1 or more");
}

function parsePriority(text: string): number | Problem {
  const value = Number(text);
  return Number.isFinite(value) ? value : new Problem("A number of seconds");
}

/** One number and one unit: more is not understood there. */
function parseKeyTtl(text: string): string | Problem {
  return /^\d+[smhd]$/.test(text) ? text : new Problem("Not a time such as 60s, 10m, 2h or 30d");
}

const LEAST_SECONDS = 5;

function parseSeconds(text: string): number | Problem {
  const value = Number(text);
  return Number.isInteger(value) && value >= LEAST_SECONDS
    ? value
    : new Problem(`A whole number of seconds, ${LEAST_SECONDS} or more`);
}

function parseMetadata(text: string): Record<string, unknown> | Problem {
  const check = checkJson(text);
  if (!check.ok) return new Problem(`Line ${check.problem.line}: ${check.problem.message}`);
  return isRecord(check.value) ? check.value : new Problem("A JSON object in braces");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
