import { environmentPath } from "#components/workspace/paths.ts";
import type { WorkspaceView } from "#worker/domain/views.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { getWorkspace } from "#worker/services/orgs/get-workspace.ts";

/** The tasks of the first environment there is, of one organization or of any; undefined when there is none. */
export function homePath(workspace: WorkspaceView, slug?: string): string | undefined {
  for (const organization of workspace.organizations) {
    if (slug !== undefined && organization.slug !== slug) continue;
    for (const project of organization.projects) {
      const [environment] = project.environments;
      if (!environment) continue;
      const place = { org: organization.slug, project: project.slug, env: environment.slug };
      return `${environmentPath(place)}/tasks`;
    }
  }
  return undefined;
}

/** Where a person goes who has just come into an organization. */
export async function organizationHome(
  ctx: ServiceContext,
  { userId, slug }: { userId: string; slug: string },
): Promise<string> {
  const workspace = await getWorkspace(ctx, userId);
  return (workspace && homePath(workspace, slug)) ?? "/";
}
