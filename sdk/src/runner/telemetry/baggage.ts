import type { Baggage, BaggageEntry } from "@opentelemetry/api";
import type { BaggageItem } from "../../wire/baggage.ts";
import { formatBaggage, parseBaggage } from "../../wire/baggage.ts";

/** Values that are handed on, as OpenTelemetry's API has them; never changed, only copied with a change. */
class RunBaggage implements Baggage {
  readonly #entries: ReadonlyMap<string, BaggageEntry>;

  constructor(entries: ReadonlyMap<string, BaggageEntry>) {
    this.#entries = entries;
  }

  getEntry(key: string): BaggageEntry | undefined {
    return this.#entries.get(key);
  }

  getAllEntries(): [string, BaggageEntry][] {
    return [...this.#entries];
  }

  setEntry(key: string, entry: BaggageEntry): Baggage {
    return new RunBaggage(new Map(this.#entries).set(key, entry));
  }

  removeEntry(key: string): Baggage {
    return this.removeEntries(key);
  }

  removeEntries(...keys: string[]): Baggage {
    return new RunBaggage(new Map([...this.#entries].filter(([key]) => !keys.includes(key))));
  }

  clear(): Baggage {
    return new RunBaggage(new Map());
  }
}

/** Undefined where there is none. */
export function baggageOf(header: string | null | undefined): Baggage | undefined {
  const items = parseBaggage(header);
  if (items.length === 0) return undefined;
  return new RunBaggage(new Map(items.map((item) => [item.key, toEntry(item)])));
}

/** Empty where there is none. It may be one that OpenTelemetry's own API has made. */
export function baggageHeader(baggage: Baggage): string {
  const items = baggage.getAllEntries().map(([key, { value, metadata }]) => ({
    ...{ key, value },
    ...(metadata && { metadata: metadata.toString() }),
  }));
  return formatBaggage(items);
}

function toEntry({ value, metadata }: BaggageItem): BaggageEntry {
  if (metadata === undefined) return { value };
  return { value, metadata: asMetadata({ __TYPE__: METADATA, toString: () => metadata }) };
}

const METADATA = Symbol("BaggageEntryMetadata");

/** The API marks its own with a symbol that it keeps to itself, and looks at `toString` alone. */
function asMetadata(value: {
  __TYPE__: symbol;
  toString(): string;
}): NonNullable<BaggageEntry["metadata"]> {
  return value as unknown as NonNullable<BaggageEntry["metadata"]>;
}
