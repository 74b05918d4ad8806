import { gunzipSync } from "node:zlib";
import type { BundleArchive } from "#sdk/wire/manifest.ts";
import { DomainError } from "#worker/domain/errors.ts";
import type { ServiceContext } from "../context.ts";

/** The files of a bundle, for a worker's cache. The archive was checked when it was uploaded. */
export async function getBundle(ctx: ServiceContext, bundleId: string): Promise<BundleArchive> {
  const bundle = await ctx.db.prisma.bundle.findUnique({
    where: { id: bundleId },
    select: { archive: true },
  });
  if (!bundle) throw new DomainError("NOT_FOUND", "The bundle of this deployment is gone.");
  return unpack(bundle.archive);
}

/** A refusal rather than a failure: asking again would bring the same bytes. */
function unpack(archive: Uint8Array): BundleArchive {
  try {
    return JSON.parse(gunzipSync(archive).toString("utf8")) as BundleArchive;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DomainError("UNPROCESSABLE", `Its bundle is damaged: ${reason}. Deploy it again.`);
  }
}
