import { once } from "node:events";
import { createServer } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveHot } from "#app/_lib/hot-routes.ts";
import { useDatabase } from "#test/support/database.ts";
import { createToken } from "#test/support/waitpoints.ts";
import { useWeb } from "#test/support/web.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);
const server = createServer((request, response) => {
  if (!serveHot(request, response)) response.writeHead(418).end();
});
let workspace: Workspace;
let url: string;

beforeAll(async () => {
  workspace = await createWorkspace(database.db);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

function send(path: string, { method = "POST", key = workspace.secretKey, body = "{}" } = {}) {
  return fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    ...(method === "POST" && { body }),
  });
}

describe("hot routes", () => {
  it("trigger as the route does, with the task's id decoded once", async () => {
    const body = JSON.stringify({ payload: { umlaut: "ä" } });
    const response = await send("/api/v1/tasks/send%20email/trigger?x=1", { body });
    expect(response.status).toBe(200);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    expect(response.headers.get("x-trigger-jwt")).toMatch(/^\S+\.\S+\.\S+$/);
    const run = await database.db.prisma.run.findFirstOrThrow();
    expect(run).toMatchObject({ taskSlug: "send email", payload: '{"umlaut":"ä"}' });
  });

  it("refuse as the route does", async () => {
    const refused = await send("/api/v1/tasks/one/trigger", { key: "tr_dev_unknown" });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: "UNAUTHENTICATED" });
    const broken = await send("/api/v1/tasks/one/trigger", { body: "{" });
    expect(broken.status).toBe(400);
  });

  it("take the items of a batch as a stream of lines", async () => {
    const body = `${JSON.stringify({ index: 0, task: "one" })}\n`;
    const response = await send("/api/v3/batches/batch_unknown/items", { body });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ code: "UNPROCESSABLE" });
  });

  it("complete tokens", async () => {
    const { friendlyId } = await createToken(workspace.ctx);
    const path = `/api/v1/waitpoints/tokens/${friendlyId}/complete`;
    const response = await send(path, { body: JSON.stringify({ data: { yes: true } }) });
    expect([response.status, await response.json()]).toEqual([200, { success: true }]);
    const token = await database.db.prisma.waitpoint.findFirstOrThrow();
    expect(token).toMatchObject({ status: "COMPLETED", output: '{"yes":true}' });
  });

  it("answer who polls for the end of a run", async () => {
    const triggered = await send("/api/v1/tasks/polled/trigger");
    const { id } = (await triggered.json()) as { id: string };
    const response = await send(`/api/v3/runs/${id}`, { method: "GET" });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id, taskIdentifier: "polled" });
    const unknown = await send("/api/v3/runs/run_unknown", { method: "GET" });
    expect(unknown.status).toBe(404);
  });

  it("leave everything else to Next", async () => {
    for (const [path, method] of [
      ["/api/v1/tasks/one/trigger", "OPTIONS"],
      ["/api/v1/tasks/one", "POST"],
      ["/api/v1/tasks/one/trigger", "GET"],
      ["/api/v3/runs/run_1/replay", "GET"],
      ["/api/v1/tasks/one/trigger/two", "POST"],
      ["/", "GET"],
    ] as const) {
      expect((await send(path, { method })).status).toBe(418);
    }
  });
});
