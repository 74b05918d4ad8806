/** How a payload or an output is written as text. */
export type PacketType = "application/json" | "application/super+json" | "text/plain";
