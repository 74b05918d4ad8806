import { describe, expect, it } from "vitest";
import { POST as append } from "#app/realtime/v1/streams/[runId]/[target]/[key]/append/route.ts";
import { HEAD, POST, PUT } from "#app/realtime/v1/streams/[runId]/[target]/[key]/route.ts";
import { GET, OPTIONS } from "#app/realtime/v1/streams/[runId]/[target]/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { createApiKey } from "#worker/services/api-keys/create.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();
useWeb(database.url);

async function running() {
  const { ctx, secretKey } = await createWorkspace(database.db);
  const runId = friendlyId("run", await insertRun(ctx, "EXECUTING"));
  const at = (params: Record<string, string>) => ({ params: Promise.resolve(params) });
  const words = at({ runId, target: "self", key: "my%20words" });
  const send = (method: string, body?: string, headers: Record<string, string> = {}) =>
    toRequest({ key: secretKey, method, headers, ...(body !== undefined && { body }) });
  const read = (headers: Record<string, string> = {}) =>
    GET(send("GET", undefined, headers), at({ runId, target: "my%20words" }));
  return { ctx, runId, at, words, send, read };
}

describe("a stream over HTTP, as the published client writes and reads it", () => {
  it("is opened, written in lines that may come twice, appended to, and read as events", async () => {
    const { ctx, runId, words, send, read } = await running();
    const opened = await PUT(send("PUT"), words);
    expect([opened.status, await opened.json()]).toEqual([202, { version: "v1" }]);
    const writer = { "x-client-id": "0badcafe" };
    expect((await POST(send("POST", '"a"\n{"b":1}\n', writer), words)).status).toBe(200);
    const again = { ...writer, "x-resume-from-chunk": "1" };
    expect((await POST(send("POST", '{"b":1}\n"c"\n', again), words)).status).toBe(200);
    const head = await HEAD(send("HEAD", undefined, writer), words);
    expect(head.headers.get("x-last-chunk-index")).toBe("2");
    // Raw text under the type of JSON.
    expect(await (await append(send("POST", "one more"), words)).json()).toEqual({ ok: true });
    const live = await read({ "last-event-id": "0" });
    expect(live.headers.get("x-stream-version")).toBe("v1");
    expect(live.headers.get("access-control-allow-origin")).toBe("*");
    await cancelRun(ctx, runId);
    const text = await live.text();
    const frames = [...text.matchAll(/^id: \d+-(\d+)\ndata: (.*)$/gm)].map(([, at, data]) => [
      at,
      data,
    ]);
    expect(frames).toEqual([
      ["1", '{"b":1}'],
      ["2", '"c"'],
      ["3", '"one more"'],
    ]);
    expect((await PUT(send("PUT"), words)).status).toBe(400);
    expect(OPTIONS(toRequest({ method: "OPTIONS" })).status).toBe(204);
  });

  it("takes no line that is not JSON, no other target, and nothing from who may only read", async () => {
    const { ctx, runId, at, words, send } = await running();
    expect((await POST(send("POST", "nonsense\n"), words)).status).toBe(400);
    const elsewhere = at({ runId, target: "input", key: "words" });
    expect((await POST(send("POST", '"a"\n'), elsewhere)).status).toBe(400);
    expect((await append(send("POST", "x".repeat(600_000)), words)).status).toBe(413);
    const { secret } = await createApiKey(ctx, { name: "reads", scopes: ["read:runs"] });
    const reader = toRequest({ key: secret, body: "" });
    expect((await POST(reader, words)).status).toBe(403);
  });
});
