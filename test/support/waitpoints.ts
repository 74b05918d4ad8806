import type { EnvironmentContext } from "#worker/services/context.ts";
import { completeWaitpoint } from "#worker/services/waitpoints/complete.ts";
import { type CreatedWaitpoint, createWaitpoint } from "#worker/services/waitpoints/create.ts";
import type { CreateWaitpointInput } from "#worker/services/waitpoints/schemas.ts";
import { waitIn } from "./waits.ts";

export function createToken(
  ctx: EnvironmentContext,
  input: CreateWaitpointInput = {},
  requestKey?: string,
): Promise<CreatedWaitpoint> {
  return createWaitpoint(ctx, { input, requestKey });
}

export function complete(
  ctx: EnvironmentContext,
  token: CreatedWaitpoint,
  data?: unknown,
): Promise<void> {
  return completeWaitpoint(ctx, { tokenId: token.friendlyId, data });
}

/** A run that is suspended in its wait for the token. */
export function waitForToken(ctx: EnvironmentContext, token: CreatedWaitpoint) {
  return waitIn(ctx, { kind: "TOKEN", tokenId: token.friendlyId });
}
