import type { JsonPath } from "./subschema.ts";

export type SchemaProblem = { path: JsonPath; message: string };

/** `items[0].sku`; empty for the whole value. */
export function pathText(path: JsonPath): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") return `[${key}]`;
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}
