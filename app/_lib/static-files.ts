import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";

const PREFIX = "/_next/static/";
const TYPES: Record<string, string> = {
  js: "application/javascript; charset=UTF-8",
  css: "text/css; charset=UTF-8",
};

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Scripts and styles as the build has compressed them: smaller than what Next compresses while it sends, and for nothing.
 * `folder` is `.next/static`. Everything else is left to Next.
 */
export async function openStaticFiles(folder: string): Promise<Answer> {
  const files = await listCompressed(folder);
  return (request, response) => {
    const path = request.url?.split("?", 1)[0] ?? "";
    const file = path.startsWith(PREFIX) ? files.get(path.slice(PREFIX.length)) : undefined;
    if (!file || !isAsked(request)) return false;
    response.writeHead(200, {
      "content-type": file.type,
      "content-encoding": "br",
      "content-length": file.size,
      "cache-control": "public, max-age=31536000, immutable",
      vary: "accept-encoding",
    });
    if (request.method === "HEAD") response.end();
    else createReadStream(file.path).pipe(response);
    return true;
  };
}

function isAsked({ method, headers }: IncomingMessage): boolean {
  // Validators and ranges are rare for what never changes; Next knows them.
  if (headers["if-none-match"] || headers["if-modified-since"] || headers.range) return false;
  return (
    (method === "GET" || method === "HEAD") &&
    /(^|[\s,])br($|[\s,;])/.test(String(headers["accept-encoding"] ?? ""))
  );
}

async function listCompressed(folder: string) {
  const files = new Map<string, { path: string; size: number; type: string }>();
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  for (const name of names) {
    const [, plain = "", extension = ""] = /^(.+\.(js|css))\.br$/.exec(name) ?? [];
    const type = TYPES[extension];
    if (!type) continue;
    const path = join(folder, name);
    files.set(plain.replaceAll("\\", "/"), { path, type, size: (await stat(path)).size });
  }
  return files;
}
