import type { IncomingMessage, ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { POST as triggerTask } from "#app/api/v1/tasks/[taskId]/trigger/route.ts";
import { POST as completeToken } from "#app/api/v1/waitpoints/tokens/[tokenId]/complete/route.ts";
import { POST as addBatchItems } from "#app/api/v3/batches/[batchId]/items/route.ts";

type Params = Record<string, string>;
type Route = (request: Request, context: { params: Promise<Params> }) => Promise<Response>;

/**
 * Routes that are called thousands of times a second, or that somebody waits for. They are the very modules that Next would call;
 * its way there (router, rendering pipeline, tracing) costs more than a trigger itself.
 */
const HOT: [path: RegExp, route: Route][] = [
  [/^\/api\/v1\/tasks\/(?<taskId>[^/]+)\/trigger$/, triggerTask],
  [/^\/api\/v3\/batches\/(?<batchId>[^/]+)\/items$/, addBatchItems],
  // A run waits for it, and somebody for the run.
  [/^\/api\/v1\/waitpoints\/tokens\/(?<tokenId>[^/]+)\/complete$/, completeToken],
];

const serve = getRequestListener(
  (request) => {
    const found = findRoute(new URL(request.url).pathname);
    if (!found) throw new Error("Only a request that has a route comes here.");
    return found.route(request, { params: Promise.resolve(found.params) });
  },
  { overrideGlobalObjects: false },
);

/** Answers the request if it is one of the hot ones. */
export function serveHot(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== "POST" || !findRoute(pathOf(request))) return false;
  void serve(request, response);
  return true;
}

function pathOf({ url = "" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "";
}

function findRoute(path: string): { route: Route; params: Params } | undefined {
  for (const [pattern, route] of HOT) {
    const match = pattern.exec(path);
    if (match) return { route, params: { ...match.groups } };
  }
  return undefined;
}
