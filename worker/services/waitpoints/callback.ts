import { timingSafeEqual } from "node:crypto";
import { friendlyId } from "#worker/domain/ids.ts";
import type { ServiceContext } from "../context.ts";

/**
 * Where anybody may complete this token who was told the address: nobody can guess it. It does not
 * depend on the environment's keys, which are regenerated while somebody still holds the address.
 * Returns a path of this installation.
 */
export function callbackPath(ctx: ServiceContext, waitpointId: string): string {
  const id = friendlyId("waitpoint", waitpointId);
  return `/api/v1/waitpoints/tokens/${id}/callback/${hashOf(ctx, waitpointId)}`;
}

export function isCallbackHash(ctx: ServiceContext, waitpointId: string, hash: string): boolean {
  const given = Buffer.from(hash);
  const right = Buffer.from(hashOf(ctx, waitpointId));
  return given.length === right.length && timingSafeEqual(given, right);
}

function hashOf(ctx: ServiceContext, waitpointId: string): string {
  return ctx.keyring.stamp(`waitpoint callback ${waitpointId}`);
}
