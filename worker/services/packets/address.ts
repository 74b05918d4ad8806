import { DomainError } from "#worker/domain/errors.ts";
import type { ServiceContext } from "../context.ts";

/** What an address opens, and what for: whoever has the address needs no key. */
export type PacketGrant =
  | { action: "upload"; environmentId: string; name: string }
  | { action: "download"; environmentId: string; name: string }
  | { action: "download"; environmentId: string; runId: string; part: "payload" | "output" };

const VALID_MS = 3_600_000;

/** Sealed, so that it can be neither made nor changed outside. Works for an hour. */
export function sealAddress(ctx: ServiceContext, grant: PacketGrant): string {
  const until = ctx.clock().getTime() + VALID_MS;
  return Buffer.from(ctx.keyring.seal(JSON.stringify({ ...grant, until }))).toString("base64url");
}

/** Throws FORBIDDEN for an address that is not ours, is over, or is for something else. */
export function openAddress<A extends PacketGrant["action"]>(
  ctx: ServiceContext,
  address: string,
  action: A,
): Extract<PacketGrant, { action: A }> {
  const { until, ...grant } = read(ctx, address);
  if (grant.action !== action) throw refused(`This address is for an ${grant.action}.`);
  if (until < ctx.clock().getTime()) throw refused("This address has expired. Ask for a new one.");
  return grant as Extract<PacketGrant, { action: A }>;
}

function read(ctx: ServiceContext, address: string): PacketGrant & { until: number } {
  try {
    // What opens was sealed above.
    return JSON.parse(ctx.keyring.open(Buffer.from(address, "base64url")));
  } catch {
    throw refused("This address is not valid. Ask for a new one.");
  }
}

function refused(message: string): DomainError {
  return new DomainError("FORBIDDEN", message);
}
