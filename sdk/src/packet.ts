import superjson from "superjson";
import type { PacketType } from "./wire/packet-type.ts";

/** A payload or an output as it travels: text, and how to read it. */
export interface Packet {
  /** Absent for `undefined`. */
  data?: string | undefined;
  dataType: PacketType;
}

/**
 * `undefined` → nothing, strings → themselves, everything else → superjson, in which Date, Map,
 * Set, BigInt, RegExp, URL, undefined and circular references survive. As in JSON, functions
 * inside an object are left out.
 *
 * Source: http-contract §6.
 *
 * @throws TypeError for a function or a symbol, and whatever a `toJSON` throws.
 */
export function toPacket(value: unknown): Packet {
  if (value === undefined) return { dataType: "application/json" };
  if (typeof value === "string") return { data: value, dataType: "text/plain" };
  if (typeof value === "function" || typeof value === "symbol") {
    throw new TypeError(`A ${typeof value} cannot be serialised.`);
  }
  return { data: superjson.stringify(value), dataType: "application/super+json" };
}

/** @throws SyntaxError when the text is not what the type says. */
export function fromPacket({ data, dataType }: Packet): unknown {
  if (data === undefined) return undefined;
  switch (dataType) {
    case "text/plain":
      return data;
    case "application/json":
      return JSON.parse(data);
    case "application/super+json":
      return superjson.parse(data);
    default:
      return unknownType(dataType);
  }
}

function unknownType(dataType: never): never {
  throw new TypeError(`Data of type ${String(dataType)} cannot be read.`);
}
