import { DomainError } from "#worker/domain/errors.ts";
import { type Action, can, type Target } from "#worker/domain/permissions.ts";
import type { ServiceContext } from "./context.ts";

/** Throws FORBIDDEN unless the actor may do this to any one of the targets. */
export function authorize(ctx: ServiceContext, action: Action, ...targets: Target[]): void {
  if (can(ctx.actor, action, targets)) return;
  const wanted = targets.map((target) => `${action}:${target.type}`).join(" or ");
  const message =
    ctx.actor.kind === "user"
      ? "Your role does not allow this. Ask an owner of the organization."
      : `This key does not allow this. It needs the scope ${wanted}.`;
  throw new DomainError("FORBIDDEN", message);
}
