import { describe, expect, it } from "vitest";
import { POST as callBack } from "#app/api/v1/waitpoints/tokens/[tokenId]/callback/[hash]/route.ts";
import {
  POST as complete,
  OPTIONS,
} from "#app/api/v1/waitpoints/tokens/[tokenId]/complete/route.ts";
import { GET as retrieve } from "#app/api/v1/waitpoints/tokens/[tokenId]/route.ts";
import { GET as listRuns } from "#app/api/v1/waitpoints/tokens/[tokenId]/runs/route.ts";
import { POST as create, GET as list } from "#app/api/v1/waitpoints/tokens/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, expectRefusal, toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);

async function token(body: object = {}) {
  const { secretKey: key } = await createWorkspace(database.db);
  const { json, headers } = await call(create, { key, body });
  const params = { tokenId: String(json.id) };
  return { key, params, url: String(json.url), publicToken: headers.get("x-trigger-jwt") ?? "" };
}

describe("the tokens of an environment", () => {
  it("are made, listed and shown with their whole address", async () => {
    const { key, params, url } = await token({ tags: ["a"] });
    expect(url).toMatch(
      /^http:\/\/localhost:3000\/api\/v1\/waitpoints\/tokens\/waitpoint_\w+\/callback\//,
    );
    const one = await call(retrieve, { key, method: "GET", params });
    expect(one.json).toMatchObject({ id: params.tokenId, url, status: "WAITING", tags: ["a"] });
    const all = await call(list, { key, method: "GET", query: { "filter[status]": "WAITING" } });
    expect(all.json).toEqual({ data: [one.json], pagination: {} });
    const runs = await call(listRuns, { key, method: "GET", params });
    expect(runs.json).toEqual({ data: [] });
    const large = await call(create, { key, body: { timeout: "1h", x: "x".repeat(11_000) } });
    expectRefusal(large, 413, "TOO_LARGE", /10240 bytes/);
  });
});

describe("completing a token", () => {
  it("works with the secret key and, from a page elsewhere, with the token's own", async () => {
    const first = await token();
    const preflight = OPTIONS(
      toRequest({
        method: "OPTIONS",
        headers: { "access-control-request-headers": "authorization,content-type" },
      }),
    );
    expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
    expect(preflight.headers.get("access-control-allow-headers")).toBe(
      "authorization,content-type",
    );
    const answer = await call(complete, {
      key: first.publicToken,
      params: first.params,
      body: { data: 1 },
    });
    expect(answer).toMatchObject({ status: 200, json: { success: true } });
    expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    const again = await call(complete, { key: first.key, params: first.params, body: { data: 2 } });
    expect(again).toMatchObject({ status: 200, json: { success: true } });
    const { json } = await call(retrieve, { ...first, method: "GET" });
    expect(json).toMatchObject({ status: "COMPLETED", output: "1" });
    const second = await token();
    const foreign = await call(complete, { key: first.publicToken, params: second.params });
    expect(foreign.status).toBe(403);
  });
});

describe("a callback", () => {
  function request(body: string | undefined, headers: Record<string, string> = {}) {
    const length = String(Buffer.byteLength(body ?? ""));
    return toRequest({ body, headers: { "content-length": length, ...headers } });
  }

  async function post(url: string, body: string | undefined, headers?: Record<string, string>) {
    const [tokenId = "", , hash = ""] = new URL(url).pathname.split("/").slice(5);
    const answer = await callBack(request(body, headers), {
      params: Promise.resolve({ tokenId, hash }),
    });
    return { status: answer.status, json: await answer.json() };
  }

  it("completes with its body, or with an empty object where that is no JSON", async () => {
    const first = await token();
    expect(await post(first.url, '{"a":[1]}')).toEqual({ status: 200, json: { success: true } });
    expect(await post(first.url, '"later"')).toEqual({ status: 200, json: { success: true } });
    const shown = await call(retrieve, { ...first, method: "GET" });
    expect(shown.json).toMatchObject({ output: '{"a":[1]}' });
    const second = await token();
    expect((await post(second.url, "no json")).status).toBe(200);
    expect((await call(retrieve, { ...second, method: "GET" })).json).toMatchObject({
      output: "{}",
    });
  });

  it("refuses another address, a body without length and one that is too large", async () => {
    const { url } = await token();
    expect((await post(`${url.slice(0, -1)}!`, "{}")).status).toBe(401);
    expect((await post(url, "{}", { "content-length": "99999999" })).status).toBe(413);
    const chunked = toRequest({ body: "{}" });
    chunked.headers.delete("content-length");
    const [tokenId = "", , hash = ""] = new URL(url).pathname.split("/").slice(5);
    const answer = await callBack(chunked, { params: Promise.resolve({ tokenId, hash }) });
    expect(answer.status).toBe(411);
  });
});
