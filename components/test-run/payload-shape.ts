import { inferSchema } from "#components/ui/json-schema/infer.ts";

/** The schema that the editor and the form go by, and where it comes from. */
export type PayloadShape =
  | { from: "task"; schema: unknown }
  | { from: "runs"; schema: unknown }
  | { from: "nobody"; schema?: undefined };

export function payloadShape(declared: unknown, payloads: readonly unknown[]): PayloadShape {
  if (declared !== undefined) return { from: "task", schema: declared };
  return payloads.length === 0
    ? { from: "nobody" }
    : { from: "runs", schema: inferSchema(payloads) };
}
