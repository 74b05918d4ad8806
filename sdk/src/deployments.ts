import type { RequestOptions } from "./client/configuration.ts";
import { ApiSchemaValidationError } from "./client/errors.ts";
import type { CursorPagePromise, PagePosition } from "./client/page.ts";
import { cursorPages } from "./client/page.ts";
import { callApi } from "./client/transport.ts";
import type { CursorPage } from "./wire/api.ts";
import type { DeploymentObject } from "./wire/deployment.ts";

/** A version of the tasks. */
export type Deployment = Omit<DeploymentObject, "createdAt" | "deployedAt"> & {
  createdAt: Date;
  deployedAt: Date;
};

/** Which deployments to list. All fields are optional. */
export interface DeploymentFilters {
  /** At most as many on a page; 5 to 100. */
  limit?: number | undefined;
  /** Starts behind this one: `pagination.next` of another page. */
  cursor?: string | undefined;
  status?: string | undefined;
  /** Made within: `"7d"`, say. */
  period?: string | undefined;
  /** ISO 8601. */
  from?: string | undefined;
  /** ISO 8601. */
  to?: string | undefined;
}

/**
 * The version that new runs of the key's environment take. Inside a run, compare it with
 * `ctx.run.version` to learn whether newer code is there.
 *
 * Source: sdk-facts §1.14, http-contract §10.13.
 *
 * @throws NotFoundError when nothing is deployed there.
 */
async function retrieveCurrent(requestOptions?: RequestOptions): Promise<Deployment> {
  const path = "/api/v1/deployments/current";
  return readDeployment((await callApi({ method: "GET", path }, requestOptions)).body);
}

/**
 * Deployments of the key's environment, newest first, in pages. Await it for the first page; iterate
 * it with `for await` for all of them.
 *
 * Source: sdk-facts §1.14, http-contract §10.13.
 */
function list(
  { limit, cursor, ...filters }: DeploymentFilters = {},
  requestOptions?: RequestOptions,
): CursorPagePromise<Deployment> {
  const fetchPage = async (position: PagePosition) => {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filters)) if (value) query.set(name, value);
    if (limit !== undefined) query.set("page[size]", String(limit));
    if (position.after) query.set("page[after]", position.after);
    if (position.before) query.set("page[before]", position.before);
    const path = "/api/v1/deployments";
    return readPage((await callApi({ method: "GET", path, query }, requestOptions)).body);
  };
  return cursorPages(fetchPage, { after: cursor });
}

function readPage(body: object): CursorPage<Deployment> {
  if (!isPage(body)) {
    throw new ApiSchemaValidationError("The answer is no page of deployments.", { body });
  }
  return { data: body.data.map(readDeployment), pagination: body.pagination };
}

function isPage(body: object): body is CursorPage<object> {
  return "data" in body && Array.isArray(body.data) && "pagination" in body;
}

function readDeployment(body: object): Deployment {
  if (!isDeployment(body)) {
    throw new ApiSchemaValidationError("The answer is no deployment.", { body });
  }
  const { createdAt, deployedAt, ...rest } = body;
  return { ...rest, createdAt: new Date(createdAt), deployedAt: new Date(deployedAt) };
}

/** What it looks at tells an answer of the API from one of something else. */
function isDeployment(body: object): body is DeploymentObject {
  return "id" in body && "version" in body && "createdAt" in body;
}

/** Versions of the tasks that were deployed. */
export const deployments = { retrieveCurrent, list };
