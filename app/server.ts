/** The web process: serves the built Next application until it is told to stop. */
import { createServer } from "node:http";
import { join } from "node:path";
import next from "next";
import { serveHot } from "#app/_lib/hot-routes.ts";
import { openStaticFiles } from "#app/_lib/static-files.ts";

const port = Number(process.env.PORT ?? 3000);
const hostname = process.env.HOST ?? "127.0.0.1";

const isDevelopment = process.env.NODE_ENV !== "production";
const app = next({ dev: isDevelopment, hostname, port });
await app.prepare();
const serveStatic = await openStaticFiles(join(import.meta.dirname, "../.next/static"));
const handle = app.getRequestHandler();
const server = createServer((request, response) => {
  if (serveHot(request, response) || serveStatic(request, response)) return;
  void handle(request, response);
});
// Behind a proxy that keeps connections longer than we do, a request could meet a closing one.
server.keepAliveTimeout = 65_000;

await new Promise<void>((resolve, reject) => {
  server.once("error", reject);
  server.listen(port, hostname, resolve);
});
process.send?.({ type: "ready" });

const STOP_MS = 2_000;

/** Requests under way are finished; live feeds would never end by themselves. */
function stop(): void {
  server.close(() => process.exit());
  server.closeIdleConnections();
  setTimeout(() => process.exit(), STOP_MS).unref();
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The starter is gone (killed): nobody would ever stop this process.
process.on("disconnect", stop);
