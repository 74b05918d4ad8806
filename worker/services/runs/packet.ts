import superjson from "superjson";

/** A stored payload or output as plain JSON: dates become strings, what JSON cannot say becomes what superjson writes for it. */
export function packetToJson(data: string | null, type: string): unknown {
  if (data === null) return undefined;
  if (type === "text/plain") return data;
  const parsed: unknown = JSON.parse(data);
  if (type !== "application/super+json") return parsed;
  return toPlainJson(superjson.deserialize(asSuperJson(parsed)));
}

/** `application/super+json` is by definition `{ json, meta? }`; the runner and our clients write nothing else. */
function asSuperJson(parsed: unknown): Parameters<typeof superjson.deserialize>[0] {
  return parsed as Parameters<typeof superjson.deserialize>[0];
}

function toPlainJson(value: unknown): unknown {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value, (_, field: unknown) => {
    if (typeof field === "bigint") return field.toString();
    if (field instanceof Map) return Object.fromEntries(field);
    if (field instanceof Set) return [...field];
    return field;
  });
  return text === undefined ? undefined : JSON.parse(text);
}
