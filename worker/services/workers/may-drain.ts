import type { ServiceContext } from "../context.ts";
import { isAdministrator } from "../users/is-administrator.ts";

/** Workers serve every organization of an installation: a role in one of them is not enough. */
export async function mayDrain(ctx: ServiceContext): Promise<boolean> {
  const { actor } = ctx;
  if (actor.kind === "system") return true;
  return actor.kind === "user" && (await isAdministrator(ctx, actor.userId));
}
