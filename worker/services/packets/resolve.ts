import { DomainError } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import type { TriggerInput } from "../runs/schemas.ts";

/**
 * Inputs whose payload was uploaded ahead, with the payload itself: a run keeps its own copy and does
 * not depend on the upload. All of them with one query. Throws UNPROCESSABLE for an upload that is not
 * there.
 */
export async function resolvePackets<T extends TriggerInput>(
  ctx: EnvironmentContext,
  inputs: T[],
): Promise<T[]> {
  const names = inputs.map(storedName).filter((name) => name !== undefined);
  if (names.length === 0) return inputs;
  const rows = await ctx.db.prisma.packet.findMany({
    where: { environmentId: ctx.environment.id, name: { in: names } },
  });
  const packets = new Map(rows.map((row) => [row.name, row]));
  return inputs.map((input) => {
    const packet = packets.get(storedName(input) ?? "");
    // One that is missing is refused with its own run, not with those beside it.
    if (!packet) return input;
    const options = { ...input.options, payloadType: packet.contentType };
    return { ...input, payload: packet.content, options } as T;
  });
}

/** Throws UNPROCESSABLE: what was uploaded is found before. */
export function refuseMissingPacket(payload: unknown): never {
  throw new DomainError(
    "UNPROCESSABLE",
    `There is no uploaded payload ${JSON.stringify(payload)} here. Upload it again (it is kept for a day), or send the payload itself.`,
  );
}

function storedName({ payload, options }: TriggerInput): string | undefined {
  return options?.payloadType === "application/store" && typeof payload === "string"
    ? payload
    : undefined;
}
