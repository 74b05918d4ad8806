import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll } from "vitest";
import { POST as waitForInput } from "#app/api/v1/runs/[runId]/input-streams/wait/route.ts";
import { POST as trigger } from "#app/api/v1/tasks/[taskId]/trigger/route.ts";
import { POST as completeToken } from "#app/api/v1/waitpoints/tokens/[tokenId]/complete/route.ts";
import { GET as retrieveToken } from "#app/api/v1/waitpoints/tokens/[tokenId]/route.ts";
import { POST as createToken } from "#app/api/v1/waitpoints/tokens/route.ts";
import { POST as addItems } from "#app/api/v3/batches/[batchId]/items/route.ts";
import { POST as createBatch } from "#app/api/v3/batches/route.ts";
import { GET as followRun } from "#app/realtime/v1/runs/[runId]/route.ts";
import {
  PUT as openStream,
  POST as writeStream,
} from "#app/realtime/v1/streams/[runId]/[target]/[key]/route.ts";
import { GET as readStream } from "#app/realtime/v1/streams/[runId]/[target]/route.ts";
import {
  GET as readInput,
  POST as sendInput,
} from "#app/realtime/v1/streams/[runId]/input/[key]/route.ts";
import { useWeb } from "./web.ts";

type Route = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;

/** What tasks call from inside their runs. */
const ROUTES: [path: RegExp, route: Route][] = [
  [/^\/api\/v1\/tasks\/(?<taskId>[^/]+)\/trigger$/, trigger],
  [/^\/api\/v3\/batches$/, createBatch],
  [/^\/api\/v3\/batches\/(?<batchId>[^/]+)\/items$/, addItems],
  [/^\/api\/v1\/waitpoints\/tokens$/, createToken],
  [/^\/api\/v1\/waitpoints\/tokens\/(?<tokenId>[^/]+)$/, retrieveToken],
  [/^\/api\/v1\/waitpoints\/tokens\/(?<tokenId>[^/]+)\/complete$/, completeToken],
  [/^\/api\/v1\/runs\/(?<runId>[^/]+)\/input-streams\/wait$/, waitForInput],
  [
    /^\/realtime\/v1\/streams\/(?<runId>[^/]+)\/input\/(?<key>[^/]+)$/,
    (request, context) => (request.method === "POST" ? sendInput : readInput)(request, context),
  ],
  [/^\/realtime\/v1\/runs\/(?<runId>[^/]+)$/, followRun],
  [/^\/realtime\/v1\/streams\/(?<runId>[^/]+)\/(?<target>[^/]+)$/, readStream],
  [
    /^\/realtime\/v1\/streams\/(?<runId>[^/]+)\/(?<target>[^/]+)\/(?<key>[^/]+)$/,
    (request, context) => (request.method === "PUT" ? openStream : writeStream)(request, context),
  ],
];

/** The part of the API that tasks call, over real HTTP, on the database of the test file. */
export function useApiServer(databaseUrl: string): { url: () => string } {
  useWeb(databaseUrl);
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const path = incoming.url ?? "/";
    const [name = ""] = path.split("?");
    const found = ROUTES.map(([pattern, route]) => ({ match: pattern.exec(name), route })).find(
      ({ match }) => match,
    );
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
    const request = new Request(`http://localhost${path}`, {
      method: incoming.method ?? "GET",
      headers,
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const params = Promise.resolve({ ...found?.match?.groups });
    const response = found
      ? await found.route(request, { params })
      : new Response(`No route ${path}`, { status: 404 });
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    for await (const chunk of response.body ?? []) outgoing.write(chunk);
    outgoing.end();
  });
  beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve())));
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  return { url: () => `http://127.0.0.1:${asPort(server.address())}` };
}

function asPort(address: string | AddressInfo | null): number {
  if (typeof address === "object" && address) return address.port;
  throw new Error("The server does not listen yet.");
}
