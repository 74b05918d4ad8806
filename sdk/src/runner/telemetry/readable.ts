import type { Attributes, AttributeValue, HrTime } from "@opentelemetry/api";
import { plainJson } from "../plain-json.ts";

/** What stands behind everything that a process exports: `service.name` and the like. */
export interface Resource {
  readonly attributes: Attributes;
  readonly asyncAttributesPending: boolean;
  readonly schemaUrl?: string;
  waitForAsyncAttributes(): Promise<void>;
  merge(other: { attributes?: Attributes } | null): Resource;
  getRawAttributes(): [string, Attributes[string]][];
}

/** The library that made a span. */
export interface InstrumentationScope {
  readonly name: string;
  readonly version?: string;
  readonly schemaUrl?: string;
}

/** Something that happened in a span. */
export interface TimedEvent {
  time: HrTime;
  name: string;
  attributes: Attributes;
  droppedAttributesCount: number;
}

export function createResource(attributes: Attributes): Resource {
  return {
    attributes,
    asyncAttributesPending: false,
    waitForAsyncAttributes: async () => {},
    merge: (other) => createResource({ ...attributes, ...other?.attributes }),
    getRawAttributes: () => Object.entries(attributes),
  };
}

/** OpenTelemetry knows strings, numbers, booleans and lists of them; the timeline knows JSON. */
export function toAttributes(values: Record<string, unknown>): Attributes {
  const attributes: Attributes = {};
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined || value === null) continue;
    attributes[key] = isAttribute(value) ? value : asText(value);
  }
  return attributes;
}

const SIMPLE = ["string", "number", "boolean"];

function isAttribute(value: unknown): value is AttributeValue {
  const items = Array.isArray(value) ? value : [value];
  const type = typeof items[0];
  return (
    items.length === 0 || (SIMPLE.includes(type) && items.every((item) => typeof item === type))
  );
}

function asText(value: unknown): string {
  const plain = plainJson(value);
  return typeof plain === "string" ? plain : (JSON.stringify(plain) ?? String(value));
}
