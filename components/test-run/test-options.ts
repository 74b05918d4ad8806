import type { MachinePreset } from "#sdk/wire/machine.ts";
import { isMachinePreset } from "#sdk/wire/machine.ts";
import { parseDelay, parseDuration } from "#worker/domain/duration.ts";

/** What the form holds: text, as typed. */
export type TestOptions = {
  tags: string;
  delay: string;
  ttl: string;
  concurrencyKey: string;
  idempotencyKey: string;
  maxAttempts: string;
  priority: string;
  machine: string;
};

export type OptionField = keyof TestOptions;

export const NO_OPTIONS: TestOptions = {
  tags: "",
  delay: "",
  ttl: "",
  concurrencyKey: "",
  idempotencyKey: "",
  maxAttempts: "",
  priority: "",
  machine: "",
};

/** The same for the trigger endpoint; what was left empty is left out. */
export type TriggerOptions = {
  test: true;
  /** Left out: the payload is any JSON. */
  payloadType?: "application/super+json";
  tags?: string[];
  delay?: string;
  ttl?: string;
  concurrencyKey?: string;
  idempotencyKey?: string;
  maxAttempts?: number;
  priority?: number;
  machine?: MachinePreset;
};

export type OptionsCheck =
  | { ok: true; options: TriggerOptions }
  | { ok: false; problems: Partial<Record<OptionField, string>> };

const MAX_TAGS = 10;
const MAX_TAG_LENGTH = 128;

export function checkOptions(input: TestOptions, now: Date): OptionsCheck {
  const options: TriggerOptions = { test: true };
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
  if (input.concurrencyKey.trim() !== "") options.concurrencyKey = input.concurrencyKey.trim();
  if (input.idempotencyKey.trim() !== "") options.idempotencyKey = input.idempotencyKey.trim();
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
