/** A run's metadata: a JSON object. */
export type Metadata = Record<string, unknown>;

/** One change of a run's metadata, as it travels. A `key` that begins with `$.` is a path, such as `$.steps[0].name`. */
export type MetadataOperation =
  /** `append` makes a list where there is none; `remove` takes out what is equal to the value. */
  | { type: "set" | "append" | "remove"; key: string; value: unknown }
  | { type: "delete"; key: string }
  /** By a negative number too; what is no number counts as 0. */
  | { type: "increment"; key: string; value: number }
  /** Takes the place of all there is. */
  | { type: "update"; value: Metadata };

/** Body of `PUT /api/v1/runs/{id}/metadata`. */
export interface MetadataUpdate {
  /** Takes the place of all there is, before the operations. */
  metadata?: Metadata | undefined;
  operations?: MetadataOperation[] | undefined;
  /** For the run that triggered this one, and for the first of all; for this one where there is none. */
  parentOperations?: MetadataOperation[] | undefined;
  rootOperations?: MetadataOperation[] | undefined;
}

/** Bytes of JSON that a run's metadata may have. */
export const METADATA_LIMIT_BYTES = 256 * 1024;

/** A key that names nothing that could be changed. */
export class MetadataKeyError extends Error {
  override readonly name = "MetadataKeyError";
}

/**
 * What the metadata is after these changes; the given object stays as it is.
 *
 * @throws MetadataKeyError for a key that cannot be used.
 */
export function changeMetadata(metadata: Metadata, operations: MetadataOperation[]): Metadata {
  return operations.reduce((current, operation) => changeOnce(current, operation), metadata);
}

/**
 * The value under a key or a path, or undefined.
 *
 * @throws MetadataKeyError for a key that cannot be used.
 */
export function readMetadata(metadata: Metadata, key: string): unknown {
  return parseKey(key).reduce<unknown>((value, step) => memberOf(value, step), metadata);
}

/** @throws MetadataKeyError for a key that cannot be used. */
export function assertUsableKey(key: string): void {
  parseKey(key);
}

function changeOnce(metadata: Metadata, operation: MetadataOperation): Metadata {
  if (operation.type === "update") return withoutUnusable(operation.value);
  const path = parseKey(operation.key);
  switch (operation.type) {
    case "set":
      return changeAt(metadata, path, () => operation.value);
    case "delete":
      return path.length > 0 && exists(metadata, path) ? deleteAt(metadata, path) : metadata;
    case "append":
      return changeAt(metadata, path, (old) => [...toList(old), operation.value]);
    case "remove":
      return Array.isArray(readMetadata(metadata, operation.key))
        ? changeAt(metadata, path, (old) =>
            toList(old).filter((item) => !isEqual(item, operation.value)),
          )
        : metadata;
    case "increment":
      return changeAt(metadata, path, (old) => toNumber(old) + operation.value);
  }
}

type Step = string | number;

/** They would reach what all objects share. */
const UNUSABLE = ["__proto__", "constructor", "prototype"];
const STEP = /^(?:\.([^.[\]]+)|\[(\d{1,9})\]|\[(["'])(.+?)\3\])/;

function parseKey(key: string): Step[] {
  const path = key.startsWith("$.") ? parsePath(key) : [key];
  const unusable = path.find((step) => typeof step === "string" && UNUSABLE.includes(step));
  if (unusable !== undefined) {
    throw new MetadataKeyError(`Metadata cannot have the key "${unusable}": choose another name.`);
  }
  return path;
}

function parsePath(key: string): Step[] {
  const steps: Step[] = [];
  for (let rest = key.slice(1); rest !== ""; ) {
    const match = STEP.exec(rest);
    if (!match) {
      throw new MetadataKeyError(
        `"${key}" is no path: write names and list positions, such as "$.steps[0].name".`,
      );
    }
    const [text, name, position, , quoted] = match;
    steps.push(position === undefined ? (name ?? quoted ?? "") : Number(position));
    rest = rest.slice(text.length);
  }
  return steps;
}

function memberOf(value: unknown, step: Step): unknown {
  if (typeof step === "number") return Array.isArray(value) ? value[step] : undefined;
  return isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function exists(metadata: Metadata, path: Step[]): boolean {
  const holder = path.slice(0, -1).reduce<unknown>(memberOf, metadata);
  const last = path.at(-1);
  if (typeof last === "number") return Array.isArray(holder) && last < holder.length;
  return last !== undefined && isRecord(holder) && Object.hasOwn(holder, last);
}

/** Copies what stands along the path and nothing else. What is missing on the way is made. */
function changeAt(metadata: Metadata, path: Step[], change: (old: unknown) => unknown): Metadata {
  const at = (holder: unknown, [step, ...rest]: Step[]): unknown => {
    if (step === undefined) return change(holder);
    const value = at(memberOf(holder, step), rest);
    return typeof step === "number"
      ? withItem(holder, step, value)
      : withMember(holder, step, value);
  };
  return toRecord(at(metadata, path));
}

function deleteAt(metadata: Metadata, path: Step[]): Metadata {
  const last = path.at(-1);
  const holderPath = path.slice(0, -1);
  return changeAt(metadata, holderPath, (holder) => {
    if (typeof last === "number") return toList(holder).toSpliced(last, 1);
    const { [last ?? ""]: _, ...others } = toRecord(holder);
    return others;
  });
}

function withItem(holder: unknown, position: number, value: unknown): unknown[] {
  const list = Array.isArray(holder) ? holder : [];
  if (position > list.length) {
    throw new MetadataKeyError(
      `There is no position ${position} in a list of ${list.length}: append to it instead.`,
    );
  }
  return list.toSpliced(position, 1, value);
}

function withMember(holder: unknown, name: string, value: unknown): Metadata {
  return { ...toRecord(holder), [name]: value };
}

function withoutUnusable(value: Metadata): Metadata {
  return Object.fromEntries(Object.entries(value).filter(([name]) => !UNUSABLE.includes(name)));
}

function toRecord(value: unknown): Metadata {
  return isRecord(value) ? value : {};
}

function toList(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function toNumber(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function isRecord(value: unknown): value is Metadata {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Of JSON values; the order of members does not count. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  }
  if (!isRecord(a) || !isRecord(b)) return a === b;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]))
  );
}
