/** How a payload or an output is written as text. */
export type PacketType = "application/json" | "application/super+json" | "text/plain";

const PACKET_TYPES: readonly string[] = [
  "application/json",
  "application/super+json",
  "text/plain",
];

export function isPacketType(value: unknown): value is PacketType {
  return typeof value === "string" && PACKET_TYPES.includes(value);
}
