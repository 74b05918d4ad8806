import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { cache } from "react";
import { parseFriendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentView, WorkspaceView } from "#worker/domain/views.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { getWorkspace } from "#worker/services/orgs/get-workspace.ts";
import { readSession } from "./request-actor.ts";
import { systemContext } from "./services.ts";

/** For pages. Each is computed once per request, however many layouts and pages ask. */
export const currentSession = cache(async () => readSession(await headers()));

const currentWorkspace = cache(async (): Promise<WorkspaceView | null> => {
  const session = await currentSession();
  return session && getWorkspace(systemContext("page"), session.userId);
});

export async function isSignedIn(): Promise<boolean> {
  return (await currentWorkspace()) !== null;
}

/** Who is signed in, if anyone. */
export async function currentUser(): Promise<WorkspaceView["user"] | undefined> {
  return (await currentWorkspace())?.user;
}

/** False until the first administrator exists. */
export const hasUsers = cache(async (): Promise<boolean> => {
  const user = await systemContext("page").db.prisma.user.findFirst({ select: { id: true } });
  return user !== null;
});

/** The signed-in person's world; sends everyone else to the page that lets them in. */
export async function requireWorkspace(): Promise<WorkspaceView> {
  const workspace = await currentWorkspace();
  if (workspace) return workspace;
  redirect((await hasUsers()) ? "/sign-in" : "/setup");
}

export interface PageEnvironment {
  workspace: WorkspaceView;
  environment: EnvironmentView;
  organization: Omit<WorkspaceView["organizations"][number], "projects">;
  project: Omit<WorkspaceView["organizations"][number]["projects"][number], "environments">;
}

/** The environment in the URL; a 404 page when it is not one of this person's. */
export async function requireEnvironment(params: {
  org: string;
  project: string;
  env: string;
}): Promise<PageEnvironment> {
  const workspace = await requireWorkspace();
  const found = workspace.organizations.find((candidate) => candidate.slug === params.org);
  const project = found?.projects.find((candidate) => candidate.slug === params.project);
  const environment = project?.environments.find((candidate) => candidate.slug === params.env);
  if (!found || !project || !environment) notFound();
  const { projects: _, ...organization } = found;
  const { environments: __, ...rest } = project;
  return { workspace, environment, organization, project: rest };
}

/** For prefetching in a page what its client would ask the API for. */
export async function pageContext({
  workspace,
  environment,
  organization,
}: PageEnvironment): Promise<EnvironmentContext> {
  const ctx = systemContext("page");
  const id = parseFriendlyId("env", environment.id);
  if (!id) notFound();
  return {
    ...ctx,
    actor: { kind: "user", userId: workspace.user.id, role: organization.role },
    environment: await loadEnvironmentScope(ctx, id),
  };
}
