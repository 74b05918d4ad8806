import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openStaticFiles } from "#app/_lib/static-files.ts";

const CODE = "console.log('static');".repeat(50);
let folder: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pawl-test-"));
  await mkdir(join(folder, "chunks"));
  await writeFile(join(folder, "chunks/a.js"), CODE);
  await writeFile(join(folder, "chunks/a.js.br"), brotliCompressSync(CODE));
  await writeFile(join(folder, "chunks/b.js"), CODE);
  const serve = await openStaticFiles(folder);
  server = createServer((request, response) => {
    if (!serve(request, response)) response.writeHead(418).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/_next/static`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

describe("the files of the build", () => {
  it("are sent as the build compressed them, for good", async () => {
    const response = await fetch(`${url}/chunks/a.js?v=1`, {
      headers: { "accept-encoding": "gzip, br" },
    });
    expect(response.headers.get("content-encoding")).toBe("br");
    expect(response.headers.get("content-type")).toMatch(/^application\/javascript/);
    expect(response.headers.get("cache-control")).toMatch(/immutable/);
    expect(Number(response.headers.get("content-length"))).toBeLessThan(CODE.length / 2);
    expect(await response.text()).toBe(CODE);
  });

  it("are left to Next when they are not compressed, or not asked for like this", async () => {
    const status = async (path: string, headers: Record<string, string>, method = "GET") =>
      (await fetch(url + path, { method, headers })).status;
    const br = { "accept-encoding": "br" };
    expect(await status("/chunks/b.js", br)).toBe(418);
    expect(await status("/chunks/../../a.js", br)).toBe(418);
    expect(await status("/chunks/a.js", { "accept-encoding": "gzip" })).toBe(418);
    expect(await status("/chunks/a.js", { ...br, "if-none-match": "x" })).toBe(418);
    expect(await status("/chunks/a.js", br, "POST")).toBe(418);
    expect(await status("/chunks/a.js", br, "HEAD")).toBe(200);
  });

  it("may not be there at all", async () => {
    const serve = await openStaticFiles("/no/such/folder");
    expect(serve).toBeTypeOf("function");
  });
});
