import { describe, expect, it } from "vitest";
import { GET as followBatch } from "#app/realtime/v1/batches/[batchId]/route.ts";
import { GET as followRun, OPTIONS } from "#app/realtime/v1/runs/[runId]/route.ts";
import { GET as followTags } from "#app/realtime/v1/runs/route.ts";
import type { FeedMessage } from "#sdk/wire/run-row.ts";
import { useDatabase } from "#test/support/database.ts";
import { insertRun } from "#test/support/runs.ts";
import { forgetSubscriptions, toRequest, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { newId } from "#worker/services/new-id.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";

const database = useDatabase();
useWeb(database.url);

type Route = typeof followRun;
interface Poll {
  offset: string;
  handle?: string;
  live?: string;
  log?: string;
  tags?: string;
  createdAt?: string;
  skipColumns?: string;
  params?: Record<string, string>;
}

const ELECTRIC = { "x-trigger-electric-version": "1.0.0" };

async function poll(
  route: Route,
  key: string,
  { params = {}, ...query }: Poll,
  signal?: AbortSignal,
) {
  const made = toRequest({ key, method: "GET", query, headers: ELECTRIC });
  const request = signal ? new Request(made, { signal }) : made;
  const response = await route(request, { params: Promise.resolve(params) });
  const body: unknown = await response.json();
  const messages = Array.isArray(body) ? (body as FeedMessage[]) : [];
  const { headers } = response;
  const place = {
    offset: headers.get("electric-offset") ?? "",
    handle: headers.get("electric-handle") ?? "",
    live: "true",
  };
  const rows = messages.flatMap((message) => ("value" in message ? [message] : []));
  return { status: response.status, headers, place, messages, rows };
}

async function queued(overrides: Parameters<typeof insertRun>[2] = {}) {
  const { ctx, secretKey: key } = await createWorkspace(database.db);
  const id = friendlyId("run", await insertRun(ctx, "QUEUED", overrides));
  return { ctx, key, id, params: { runId: id } };
}

function cancel(ctx: EnvironmentContext, id: string) {
  return cancelRun(ctx, id);
}

describe("the feed of a run", () => {
  it("gives the run at once, then what is new as soon as it is", async () => {
    const { ctx, key, id, params } = await queued({ payload: "1", payloadType: "text/plain" });
    const first = await poll(followRun, key, { params, offset: "-1", log: "full" });
    expect(first.rows).toMatchObject([
      {
        value: { friendlyId: id, status: "PENDING", payload: "1" },
        headers: { operation: "insert" },
      },
    ]);
    expect(first.messages.at(-1)).toEqual({ headers: { control: "up-to-date" } });
    expect(first.headers.get("electric-schema")).toBe("{}");
    expect(first.headers.get("access-control-expose-headers")).toBe("*");
    expect(first.place.offset).toMatch(/^\d+_\d+$/);
    const next = poll(followRun, key, { params, ...first.place });
    await cancel(ctx, id);
    const { rows, headers, place } = await next;
    expect(rows).toMatchObject([
      { value: { status: "CANCELED" }, headers: { operation: "update" } },
    ]);
    expect(rows[0]?.value).not.toHaveProperty("payload");
    expect(rows[0]?.value.completedAt).toEqual(expect.any(String));
    expect(headers.get("electric-cursor")).not.toBe("");
    expect(place.handle).toBe(first.place.handle);
    expect(place.offset).not.toBe(first.place.offset);
    expect(OPTIONS(toRequest({ method: "OPTIONS" })).status).toBe(204);
  });

  it("tells again what an answer that was lost has told", async () => {
    const { ctx, key, id, params } = await queued();
    const first = await poll(followRun, key, { params, offset: "-1" });
    await cancel(ctx, id);
    const lost = await poll(followRun, key, { params, ...first.place });
    expect(lost.rows).toHaveLength(1);
    const again = await poll(followRun, key, { params, ...first.place });
    expect(again.rows).toMatchObject([{ value: { status: "CANCELED" } }]);
  });

  it("goes on for a client that another process has answered before", async () => {
    const { ctx, key, id, params } = await queued();
    const first = await poll(followRun, key, { params, offset: "-1" });
    forgetSubscriptions();
    await cancel(ctx, id);
    const { rows } = await poll(followRun, key, { params, ...first.place });
    expect(rows).toMatchObject([
      { value: { status: "CANCELED" }, headers: { operation: "insert" } },
    ]);
  });

  it("is held while nothing is new, until the client leaves", async () => {
    const { key, params } = await queued({ updatedAt: new Date(Date.now() - 60_000) });
    const first = await poll(followRun, key, { params, offset: "-1" });
    for (const isForgotten of [false, true]) {
      if (isForgotten) forgetSubscriptions();
      const leaving = new AbortController();
      const held = poll(followRun, key, { params, ...first.place }, leaving.signal);
      setTimeout(() => leaving.abort(), 50);
      expect((await held).rows).toEqual([]);
    }
  });

  it("leaves out what a client does not want, and keeps what it needs", async () => {
    const { key, params } = await queued({ payload: "1" });
    const skipColumns = "payload,payloadType,metadata,status,completedAt";
    const { rows } = await poll(followRun, key, { params, offset: "-1", skipColumns });
    expect(rows[0]?.value).not.toHaveProperty("payload");
    expect(rows[0]?.value).toHaveProperty("status");
  });

  it("speaks to old clients in their words, and refuses strangers", async () => {
    const { key, params } = await queued();
    const request = toRequest({ key, method: "GET", query: { offset: "-1" } });
    const { headers } = await followRun(request, { params: Promise.resolve(params) });
    expect(headers.get("electric-shape-id")).not.toBeNull();
    expect(headers.get("electric-chunk-last-offset")).toMatch(/_/);
    const other = await queued();
    const { status } = await poll(followRun, other.key, { params, offset: "-1" });
    expect(status).toBe(404);
  });
});

describe("the feeds of many runs", () => {
  it("bring runs that come later, and no other's", async () => {
    const { ctx, key } = await queued({ tags: ["a"] });
    const first = await poll(followTags, key, { offset: "-1", tags: "a,b" });
    expect(first.rows).toEqual([]);
    const next = poll(followTags, key, { tags: "a,b", ...first.place });
    const otherId = friendlyId("run", await insertRun(ctx, "QUEUED", { tags: ["a"] }));
    await cancel(ctx, otherId);
    const id = friendlyId("run", await insertRun(ctx, "QUEUED", { tags: ["b", "a"] }));
    await cancel(ctx, id);
    expect((await next).rows).toMatchObject([{ value: { friendlyId: id, status: "CANCELED" } }]);
    const old = await poll(followTags, key, { tags: "a", offset: "-1", createdAt: "0s" });
    expect(old.rows).toEqual([]);
  });

  it("follow the runs of a batch", async () => {
    const { ctx, key } = await queued();
    const batchId = newId();
    const { id: environmentId } = ctx.environment;
    await database.db.prisma.batch.create({ data: { id: batchId, environmentId, runCount: 2 } });
    const items = await Promise.all(
      [0, 1].map((batchIndex) => insertRun(ctx, "QUEUED", { batchId, batchIndex })),
    );
    const params = { batchId: friendlyId("batch", batchId) };
    const first = await poll(followBatch, key, { params, offset: "-1" });
    expect(first.rows).toHaveLength(2);
    const next = poll(followBatch, key, { params, ...first.place });
    await cancel(ctx, friendlyId("run", items[0] ?? ""));
    expect((await next).rows).toMatchObject([{ value: { id: items[0], status: "CANCELED" } }]);
  });
});
