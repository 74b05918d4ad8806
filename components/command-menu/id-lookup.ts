import { queryOptions } from "@tanstack/react-query";
import { ApiError } from "#components/api/api-error.ts";
import { request } from "#components/api/client.ts";
import type { Place } from "#components/workspace/environment-context.tsx";
import { type Paths, type PathsPlace, pathsOf } from "#components/workspace/paths.ts";
import type { IdKind, PastedId } from "./pasted-id.ts";

/** Where something is, and in which environment when that is not the one that is shown. */
export type FoundId = { href: string; elsewhere?: string };

type Ask = { environmentId: string; id: string; signal: AbortSignal };
/** The address of the page of what has this id; undefined when the environment has nothing of that id. */
type Find = (ask: Ask, paths: Paths) => Promise<string | undefined>;

/** Asks for the thing itself. */
function asks(path: string, page: (paths: Paths, id: string) => string, suffix = ""): Find {
  return async ({ environmentId, id, signal }, paths) => {
    const address = `${path}/${encodeURIComponent(id)}${suffix}`;
    try {
      const found = await request<{ version?: string }>(address, { environmentId, signal });
      return page(paths, id.startsWith("deployment_") ? (found.version ?? id) : id);
    } catch (error) {
      if (isOutOfSight(error)) return undefined;
      throw error;
    }
  };
}

/** Another tenant's ids are as unknown as those of nobody; what a role may not read is not there for it. */
function isOutOfSight(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 404 || error.status === 403);
}

/** Looks through a list, of what has no page of its own. */
function lists(path: string, page: (paths: Paths) => string): Find {
  return async ({ environmentId, id, signal }, paths) => {
    try {
      const { data } = await request<{ data: { id: string }[] }>(path, { environmentId, signal });
      return data.some((one) => one.id === id) ? page(paths) : undefined;
    } catch (error) {
      if (isOutOfSight(error)) return undefined;
      throw error;
    }
  };
}

const FINDS: Record<IdKind, Find> = {
  run: asks("/api/v3/runs", (paths, id) => paths.run(id)),
  batch: asks("/api/v1/batches", (paths, id) => paths.batch(id), "/progress"),
  waitpoint: asks("/api/v1/waitpoints/tokens", (paths, id) => paths.token(id)),
  sched: asks("/api/v1/schedules", (paths, id) => paths.schedule(id)),
  deployment: asks("/api/v1/deployments", (paths, version) => paths.deployment(version)),
  bulk: asks("/api/v1/bulk-actions", (paths, id) => paths.bulkAction(id)),
  error: asks("/api/v1/errors", (paths, id) => paths.error(id)),
  queue: asks("/api/v1/queues", (paths, id) => paths.queueDetail(id)),
  worker: lists("/api/v1/workers", (paths) => paths.workers),
  apikey: lists("/api/v1/api-keys", (paths) => paths.apiKeys),
  env: async ({ environmentId, id }, paths) => (environmentId === id ? paths.tasks : undefined),
};

/** Looked through when the environment that is shown does not have it. */
const MAX_ENVIRONMENTS = 24;

/** The page of an id: in the environment that is shown, else in any other that this person can see. */
export function idLookup(place: Place, { kind, id, isWhole }: PastedId) {
  return queryOptions({
    queryKey: ["id-lookup", place.environment.id, id] as const,
    queryFn: async ({ signal }): Promise<FoundId | null> => {
      const findIn = (where: PathsPlace) =>
        FINDS[kind]({ environmentId: where.environment.id, id, signal }, pathsOf(where));
      const here = await findIn(place);
      if (here !== undefined) return { href: here };
      const found = await Promise.all(
        otherEnvironments(place)
          .slice(0, MAX_ENVIRONMENTS)
          .map(async (where) => ({
            href: await findIn(where),
            elsewhere: `${where.project.name} · ${where.environment.name}`,
          })),
      );
      const first = found.find(({ href }) => href !== undefined);
      return first?.href === undefined ? null : { href: first.href, elsewhere: first.elsewhere };
    },
    enabled: isWhole,
    retry: false,
    staleTime: 10_000,
  });
}

type OtherPlace = Pick<Place, "environment" | "project"> & PathsPlace;

/** Every other environment of this person's, those of the same project first. */
export function otherEnvironments(place: Place): OtherPlace[] {
  const all = place.workspace.organizations.flatMap((organization) =>
    organization.projects.flatMap((project) =>
      project.environments.map((environment) => ({ organization, project, environment })),
    ),
  );
  const isSame = (project: { ref: string }) => project.ref === place.project.ref;
  return all
    .filter(({ environment }) => environment.id !== place.environment.id)
    .sort((a, b) => Number(isSame(b.project)) - Number(isSame(a.project)));
}
