import { DomainError } from "#worker/domain/errors.ts";
import type { ServiceContext } from "../context.ts";
import { withoutNul } from "../json.ts";
import { openAddress } from "./address.ts";

export const PACKET_LIMIT_BYTES = 10 * 1024 * 1024;
/** What a payload may be; a trigger takes these over as they are. */
const TYPES = ["application/json", "application/super+json", "text/plain"];

/** Takes an upload to an address that was given for it. Repeating it replaces what was there. */
export async function storePacket(
  ctx: ServiceContext,
  { address, contentType, content }: { address: string; contentType: string; content: string },
): Promise<void> {
  const { environmentId, name } = openAddress(ctx, address, "upload");
  const [type = ""] = contentType.split(";");
  if (!TYPES.includes(type.trim())) {
    throw new DomainError(
      "VALIDATION",
      `A packet is ${TYPES.join(", ")}, not ${JSON.stringify(contentType)}.`,
    );
  }
  const data = {
    contentType: type.trim(),
    content: withoutNul(content),
    createdAt: ctx.clock(),
  };
  await ctx.db.prisma.packet.upsert({
    where: { environmentId_name: { environmentId, name } },
    create: { environmentId, name, ...data },
    update: data,
  });
}
