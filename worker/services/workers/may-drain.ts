import type { ServiceContext } from "../context.ts";

/** Workers serve every organization of an installation: a role in one of them is not enough. */
export async function mayDrain({ actor, db }: ServiceContext): Promise<boolean> {
  if (actor.kind === "system") return true;
  if (actor.kind !== "user") return false;
  const user = await db.prisma.user.findUnique({
    where: { id: actor.userId },
    select: { isAdministrator: true },
  });
  return user?.isAdministrator ?? false;
}
