import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { POST as triggerTask } from "#app/api/v1/tasks/[taskId]/trigger/route.ts";
import { POST as completeToken } from "#app/api/v1/waitpoints/tokens/[tokenId]/complete/route.ts";
import { POST as addBatchItems } from "#app/api/v3/batches/[batchId]/items/route.ts";
import { GET as getRun } from "#app/api/v3/runs/[runId]/route.ts";

type Params = Record<string, string>;
type Route = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/**
 * Routes that are called thousands of times a second, or that somebody waits for. They are the very modules that Next would call;
 * its way there (router, rendering pipeline, tracing) costs more than a trigger itself.
 */
const HOT: [method: string, path: RegExp, route: Route][] = [
  ["POST", /^\/api\/v1\/tasks\/(?<taskId>[^/]+)\/trigger$/, triggerTask],
  ["POST", /^\/api\/v3\/batches\/(?<batchId>[^/]+)\/items$/, addBatchItems],
  // A run waits for it, and somebody for the run.
  ["POST", /^\/api\/v1\/waitpoints\/tokens\/(?<tokenId>[^/]+)\/complete$/, completeToken],
  // Whoever polls for the end of a run asks this, again and again.
  ["GET", /^\/api\/v3\/runs\/(?<runId>[^/]+)$/, getRun],
];

const serve = getRequestListener(
  (request) => {
    const found = findRoute(request.method, new URL(request.url).pathname);
    if (!found) throw new Error("Only a request that has a route comes here.");
    return found.route(request, { params: Promise.resolve(found.params) });
  },
  { overrideGlobalObjects: false },
);

/** Answers the request if it is one of the hot ones. */
export function serveHot(request: IncomingMessage, response: ServerResponse): boolean {
  if (!findRoute(request.method ?? "", pathOf(request))) return false;
  void serve(request, response);
  return true;
}

function pathOf({ url = "" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "";
}

function findRoute(method: string, path: string): { route: Route; params: Params } | undefined {
  for (const [itsMethod, pattern, route] of HOT) {
    const match = method === itsMethod && pattern.exec(path);
    if (match) return { route, params: { ...match.groups } };
  }
  return undefined;
}
