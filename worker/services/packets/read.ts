import { notFound } from "#worker/domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { openAddress } from "./address.ts";

/** What a download address leads to, with the type it was written with. */
export async function readPacket(
  ctx: ServiceContext,
  address: string,
): Promise<{ content: string; contentType: string }> {
  const grant = openAddress(ctx, address, "download");
  const { environmentId } = grant;
  if (!("runId" in grant)) {
    const { name } = grant;
    const packet = await ctx.db.prisma.packet.findFirst({ where: { environmentId, name } });
    if (!packet) throw notFound(`Packet ${name}`);
    return packet;
  }
  const run = await ctx.db.prisma.run.findFirst({ where: { id: grant.runId, environmentId } });
  const content = run?.[grant.part];
  if (!run || typeof content !== "string") throw notFound(`The ${grant.part} of the run`);
  const type = grant.part === "payload" ? run.payloadType : run.outputType;
  return { content, contentType: type ?? "application/json" };
}
