import type { Environment } from "#prisma/generated/client.ts";
import { toneOf } from "#worker/domain/environments.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentView, WorkspaceView } from "#worker/domain/views.ts";
import type { ServiceContext } from "../context.ts";

/** The provider of passwords, as the sign-in library calls it. */
const CREDENTIAL = "credential";

/** Everything a person can switch between; null when the user is gone. */
export async function getWorkspace(
  ctx: ServiceContext,
  userId: string,
): Promise<WorkspaceView | null> {
  const user = await ctx.db.prisma.user.findUnique({
    where: { id: userId },
    include: {
      accounts: { select: { providerId: true } },
      members: {
        orderBy: { createdAt: "asc" },
        include: {
          organization: {
            include: {
              projects: {
                orderBy: { createdAt: "asc" },
                include: { environments: { orderBy: [{ type: "asc" }, { createdAt: "asc" }] } },
              },
            },
          },
        },
      },
    },
  });
  if (!user) return null;
  const providers = user.accounts.map(({ providerId }) => providerId);
  return {
    user: {
      id: user.id,
      name: user.name,
      email: user.email,
      hasPassword: providers.includes(CREDENTIAL),
      identities: providers.filter((provider) => provider !== CREDENTIAL),
      isAdministrator: user.isAdministrator,
    },
    organizations: user.members.map(({ role, organization }) => ({
      slug: organization.slug,
      name: organization.name,
      role,
      projects: organization.projects.map((project) => ({
        ref: project.ref,
        slug: project.slug,
        name: project.name,
        environments: project.environments.map(presentEnvironment),
      })),
    })),
  };
}

function presentEnvironment(row: Environment): EnvironmentView {
  const { id, slug, name, type } = row;
  return { id: friendlyId("env", id), slug, name, type, tone: toneOf(row) };
}
