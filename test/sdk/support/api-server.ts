import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { createServer } from "node:http";
import { gunzipSync } from "node:zlib";
import { onTestFileEnd } from "./cleanup.ts";

export interface ReceivedRequest {
  method: string;
  /** Path without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Unzipped text. */
  body: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON, a string as it is. */
  body?: unknown;
  /** Cut the connection without an answer. */
  hangUp?: boolean;
  /** Leave the caller without an answer. */
  never?: boolean;
}

export interface ApiServer {
  url: string;
  requests: ReceivedRequest[];
  /** Queues answers; without one the server answers 200 `{ "id": "run_1" }`. */
  answer(...answers: Answer[]): void;
  reset(): void;
}

/** A real HTTP server that says what it is told to and remembers what it was asked. */
export async function startApiServer(): Promise<ApiServer> {
  const requests: ReceivedRequest[] = [];
  const answers: Answer[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    // Not relative to a base: "//api" would be read as a host.
    const { pathname, searchParams } = new URL(`http://localhost${request.url}`);
    requests.push({
      method: request.method ?? "",
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: String(request.headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes),
    });
    const { status = 200, headers, body = { id: "run_1" }, hangUp, never } = answers.shift() ?? {};
    if (never) return;
    if (hangUp) request.socket.destroy();
    else {
      response.writeHead(status, headers);
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  onTestFileEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    answer: (...more) => void answers.push(...more),
    reset: () => {
      requests.length = 0;
      answers.length = 0;
    },
  };
}
