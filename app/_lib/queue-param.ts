import type { QueueReference } from "#worker/services/queues/schemas.ts";

/** Clients encode a slash in a queue's name twice; the router's decoding leaves one of them. */
export function queueReference(
  params: Record<string, string>,
  type: QueueReference["type"],
): QueueReference {
  return { type, value: (params.queue ?? "").replace(/%2F/gi, "/") };
}
