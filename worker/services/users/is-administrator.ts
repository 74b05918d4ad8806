import type { ServiceContext } from "../context.ts";

/** True for who may administer the installation, whatever their role in an organization is. */
export async function isAdministrator(ctx: ServiceContext, userId: string): Promise<boolean> {
  const user = await ctx.db.prisma.user.findUnique({
    where: { id: userId },
    select: { isAdministrator: true },
  });
  return user?.isAdministrator ?? false;
}
