import type { Metadata, MetadataOperation, MetadataUpdate } from "#sdk/wire/metadata.ts";
import { changeMetadata, METADATA_LIMIT_BYTES, MetadataKeyError } from "#sdk/wire/metadata.ts";
import { DomainError, notFound } from "#worker/domain/errors.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import { isFinal } from "#worker/domain/run-status.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { asRecord, toJsonbText } from "../json.ts";
import { type LockedRun, lockFamily, writeMetadata } from "./metadata/sql.ts";

export interface UpdateMetadataInput {
  runId: string;
  update: MetadataUpdate;
  /** `x-trigger-request-idempotency-key`: the same over all tries of one call. */
  requestKey?: string | undefined;
}

/**
 * Changes the metadata of a run, of its parent and of its root, all or nothing, and returns the run's
 * own. Concurrent changes add up. A parent or root that is finished stays as it is; a run that is
 * finished itself is refused, unless its process is still busy with its cancellation.
 */
export async function updateMetadata(
  ctx: EnvironmentContext,
  { runId, update, requestKey }: UpdateMetadataInput,
): Promise<Metadata> {
  authorize(ctx, "write", { type: "runs", id: runId });
  const id = parseFriendlyId("run", runId);
  if (!id) throw notFound(`Run ${runId}`);
  const at = ctx.clock();
  const { own, changed } = await ctx.db.prisma.$transaction(async (tx) => {
    const family = await lockFamily(tx, { id, environmentId: ctx.environment.id });
    const run = family.find((member) => member.id === id);
    if (!run) throw notFound(`Run ${runId}`);
    if (requestKey !== undefined && run.requestKey === requestKey) {
      return { own: asRecord(run.metadata) ?? {}, changed: [] };
    }
    assertOpen(run, runId);
    const next = changesOf(family, run, update);
    for (const [member, metadata] of next) {
      const key = member === run ? requestKey : undefined;
      await writeMetadata(tx, { id: member.id, text: toText(metadata), requestKey: key, at });
    }
    return { own: next.get(run) ?? {}, changed: [...next.keys()] };
  });
  for (const member of changed) ctx.signals.runChanged(ctx.environment.id, member.id);
  return own;
}

/** What the metadata of each becomes; the run's own is always among them. */
function changesOf(
  family: LockedRun[],
  run: LockedRun,
  update: MetadataUpdate,
): Map<LockedRun, Metadata> {
  const next = new Map([[run, update.metadata ?? asRecord(run.metadata) ?? {}]]);
  const apply = (target: LockedRun, operations: MetadataOperation[] = []) => {
    if (operations.length === 0 || (target !== run && isFinal(target.status))) return;
    const current = next.get(target) ?? asRecord(target.metadata) ?? {};
    next.set(target, changeOrRefuse(current, operations));
  };
  const relative = (id: string | null) => family.find((member) => member.id === id) ?? run;
  apply(run, update.operations);
  apply(relative(run.parentRunId), update.parentOperations);
  apply(relative(run.rootRunId), update.rootOperations);
  return next;
}

function changeOrRefuse(current: Metadata, operations: MetadataOperation[]): Metadata {
  try {
    return changeMetadata(current, operations);
  } catch (error) {
    if (!(error instanceof MetadataKeyError)) throw error;
    throw new DomainError("UNPROCESSABLE", error.message);
  }
}

function assertOpen(run: LockedRun, runId: string): void {
  if (isFinal(run.status) && !run.isExecuting) {
    throw new DomainError(
      "UNPROCESSABLE",
      `Run ${runId} is finished: its metadata cannot be changed any more.`,
    );
  }
}

function toText(metadata: Metadata): string {
  const text = toJsonbText(metadata);
  const bytes = Buffer.byteLength(text);
  if (bytes > METADATA_LIMIT_BYTES) {
    throw new DomainError(
      "TOO_LARGE",
      `The metadata would have ${bytes} bytes; ${METADATA_LIMIT_BYTES} are allowed.`,
    );
  }
  return text;
}
