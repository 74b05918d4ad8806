import type { Database } from "#prisma/client.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { appendToStream, type StreamChunks } from "#worker/services/streams/append.ts";
import type { StreamAddress } from "#worker/services/streams/target.ts";
import { insertRun } from "./runs.ts";
import { createWorkspace } from "./workspace.ts";

/** A run that executes, and the stream `words` of it. */
export async function runWithStream(db: Database) {
  const { ctx, as } = await createWorkspace(db);
  const id = await insertRun(ctx, "EXECUTING");
  const words: StreamAddress = { runId: friendlyId("run", id), target: "self", key: "words" };
  return { ctx, as, id, words };
}

/** Adds parts, given as values. */
export function write(
  ctx: EnvironmentContext,
  address: StreamAddress,
  parts: unknown[],
  writer?: StreamChunks["writer"],
): Promise<void> {
  return appendToStream(ctx, address, { parts: parts.map((part) => JSON.stringify(part)), writer });
}
