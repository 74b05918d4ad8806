import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";
import { openDatabase } from "#prisma/client.ts";
import { freePort } from "#prisma/free-port.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { startInstance } from "#test/support/instance.ts";
import { testEncryptionKey } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { cancelRun } from "#worker/services/runs/cancel.ts";
import { triggerRun } from "#worker/services/runs/trigger.ts";
import { ms, percentile, printTable, spread } from "./figures.ts";
import { firstPaintMs, interactionsMs, now, scriptBytes, shownAt } from "./page-figures.ts";
import { seededShop } from "./seeded-shop.ts";

const BASE = "/my-team/acme-shop/prod";
const LOADS = 7;
const UPDATES = 15;
const BUSY_MS = 10_000;
const CHANGES_PER_SECOND = 100;

interface Shop {
  page: Page;
  url: string;
  /** Of the run with ten thousand events. */
  runId: string;
  runCount: number;
  call: <T>(path: string, body: object) => Promise<T>;
  ctx: EnvironmentContext;
}

/** What a person feels of Runs and of a run, in a real browser on the large seed in production mode; it makes no comparison with a peer. */
export async function benchDashboard(databaseUrl: string): Promise<void> {
  await withShop(databaseUrl, async (shop) => {
    console.log(`\nThe dashboard at ${shop.runCount.toLocaleString("en")} runs`);
    const parts = [benchScripts, benchPaint, benchInteractions, benchUpdates, benchBusyList];
    for (const part of parts) {
      await part(shop);
      // What else the machine does is in every figure.
      console.log(`  (load of the machine: ${loadavg()[0]?.toFixed(1)})`);
    }
  });
}

async function withShop(databaseUrl: string, use: (shop: Shop) => Promise<void>): Promise<void> {
  const db = openDatabase(databaseUrl, { maxConnections: 4 });
  const ctx = await seededShop(db);
  const directory = await mkdtemp(join(tmpdir(), "pawl-bench-"));
  const instance = await startInstance({
    ...{ DATABASE_URL: databaseUrl, PAWL_DIR: directory, PAWL_ENCRYPTION_KEY: testEncryptionKey },
    PORT: String(await freePort()),
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(instance.signInUrl);
    await page.waitForURL("**/tasks");
    const call = await caller(ctx, instance.url);
    // Only what is measured changes.
    await call("/api/v1/environment/pause", { action: "pause" });
    const runCount = await ctx.db.prisma.run.count();
    await use({ page, url: instance.url, runId: await longRun(ctx), runCount, call, ctx });
  } finally {
    await browser.close();
    await instance.stop();
    await db.close();
    await rm(directory, { recursive: true, force: true });
  }
}

async function caller(ctx: EnvironmentContext, url: string): Promise<Shop["call"]> {
  const key = await ctx.db.prisma.apiKey.findFirstOrThrow({
    where: { environmentId: ctx.environment.id, isRoot: true, expiresAt: null },
  });
  const authorization = `Bearer ${ctx.keyring.open(key.keyEncrypted)}`;
  return async (path, body) => {
    const response = await fetch(url + path, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return JSON.parse(await response.text());
  };
}

async function longRun(ctx: EnvironmentContext): Promise<string> {
  const { rows } = await ctx.db.pool.query<{ id: string }>(
    "SELECT id FROM run WHERE environment_id = $1 AND task_slug = 'reindex-search' ORDER BY id DESC LIMIT 1",
    [ctx.environment.id],
  );
  return friendlyId("run", rows[0]?.id ?? "");
}

async function benchScripts({ page, url, runId }: Shop): Promise<void> {
  const rows = [["page", "scripts", "sent to this browser", "sent as gzip"]];
  for (const name of ["runs", `runs/${runId}`, "tasks", "queues", "test", "schedules", "errors"]) {
    const { sent, gzip, count } = await scriptBytes(page, `${url}${BASE}/${name}`);
    rows.push([name.split("_")[0] ?? name, String(count), kilobytes(sent), kilobytes(gzip)]);
  }
  printTable("JavaScript of a page, until no more comes", rows);
}

const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(1)} kB`;

async function benchPaint({ page, url, runId }: Shop): Promise<void> {
  const rows = [["page", "min", "median", "max"]];
  for (const [name, path] of [
    ["Runs", "runs"],
    ["Runs, failed only", "runs?statuses=FAILED"],
    ["Run of 10,000 events", `runs/${runId}`],
  ]) {
    const took: number[] = [];
    for (let i = 0; i < LOADS; i++) took.push(await firstPaintMs(page, `${url}${BASE}/${path}`));
    rows.push([name ?? "", ...spread(took, ms)]);
  }
  printTable(`First contentful paint, ${LOADS} loads, warm server`, rows);
}

async function benchInteractions({ page, url, runId }: Shop): Promise<void> {
  const rows = [["page", "pressed", "median", "p95", "max"]];
  await page.goto(`${url}${BASE}/runs`);
  await page.locator("[data-row-link]").first().waitFor();
  rows.push(["Runs", ...durations(await interactionsMs(page, () => pressOnRuns(page)))]);
  await page.goto(`${url}${BASE}/runs/${runId}`);
  await page.getByRole("treeitem").nth(5).waitFor();
  rows.push([
    "Run of 10,000 events",
    ...durations(await interactionsMs(page, () => pressOnRun(page))),
  ]);
  printTable(
    "From a key or click to the frame that shows it (16 ms is the least it can tell)",
    rows,
  );
}

async function pressOnRuns(page: Page): Promise<void> {
  for (let i = 0; i < 10; i++) await page.keyboard.press("j");
  await page.keyboard.press("x");
  await page.keyboard.press("Escape");
  await page.keyboard.press("f");
  await page.keyboard.type("fail");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("queues");
  await page.keyboard.press("Escape");
}

async function pressOnRun(page: Page): Promise<void> {
  await page.getByRole("treeitem").nth(2).click();
  for (let i = 0; i < 10; i++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("e");
  await page.keyboard.press("w");
  // The run itself has tabs.
  await page.getByRole("treeitem").first().click();
  for (const tab of ["Payload", "Overview"]) await page.getByRole("tab", { name: tab }).click();
}

/** At least one, also when nothing took as long as can be told. */
function durations(took: readonly number[]): string[] {
  if (took.length === 0) return ["all", "< 16 ms", "< 16 ms", "< 16 ms"];
  return [String(took.length), ...[0.5, 0.95, 1].map((share) => ms(percentile(took, share)))];
}

const delayed = { payload: {}, options: { delay: "1h" } };

/** From the moment before the request to the frame: the way to the commit is in it. */
async function benchUpdates(shop: Shop): Promise<void> {
  const rows = [["shown", "min", "median", "max"]];
  rows.push(["in the list of runs", ...spread(await updatesOfList(shop), ms)]);
  rows.push(["on the run’s page", ...spread(await updatesOfPages(shop), ms)]);
  printTable(`A cancel, from its request over its commit to the screen, ${UPDATES} times`, rows);
}

async function updatesOfList(shop: Shop): Promise<number[]> {
  const ids = await makeDelayed(shop, UPDATES);
  await openSettled(shop, "runs", `[data-row-id="${ids.at(-1)}"]`);
  const took: number[] = [];
  for (const id of ids) {
    took.push(await cancelShownMs(shop, id, `[data-row-id="${id}"]`));
    await sleep(500);
  }
  return took;
}

async function updatesOfPages(shop: Shop): Promise<number[]> {
  const took: number[] = [];
  for (const id of await makeDelayed(shop, UPDATES)) {
    await openSettled(shop, `runs/${id}`, "h1");
    took.push(await cancelShownMs(shop, id, "h1"));
  }
  return took;
}

async function makeDelayed({ call }: Shop, count: number): Promise<string[]> {
  const path = "/api/v1/tasks/deliver-webhook/trigger";
  const made = Array.from({ length: count }, () => call<{ id: string }>(path, delayed));
  return (await Promise.all(made)).map(({ id }) => id).sort();
}

/** As somebody looks at it: loaded, alive, and at rest. */
async function openSettled({ page, url }: Shop, path: string, selector: string): Promise<void> {
  const feed = page.waitForRequest(/\/realtime\//);
  await page.goto(`${url}${BASE}/${path}`);
  await feed;
  await page.locator(selector).first().waitFor();
  await sleep(1_000);
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

async function cancelShownMs({ page, call }: Shop, id: string, selector: string): Promise<number> {
  const shown = shownAt(page, selector, "Canceled");
  const sentAt = now();
  await call(`/api/v2/runs/${id}/cancel`, {});
  return (await shown) - sentAt;
}

/** A hundred runs a second come or are canceled while somebody works in the list. */
async function benchBusyList(shop: Shop): Promise<void> {
  const { page } = shop;
  const ids = await makeDelayed(shop, 20);
  await openSettled(shop, "runs", `[data-row-id="${ids.at(-1)}"]`);
  const lags: number[] = [];
  const until = now() + BUSY_MS;
  const changed = changeRuns(shop.ctx, until);
  const watched = (async () => {
    for (const id of ids) {
      lags.push(await cancelShownMs(shop, id, `[data-row-id="${id}"]`));
      await sleep(300);
    }
  })();
  const pressed = await interactionsMs(page, async () => {
    while (now() < until) {
      await page.keyboard.press("j");
      await sleep(200);
    }
  });
  await watched;
  const [count, ...delays] = durations(pressed);
  printTable(`List of runs while runs come and end, for ${BUSY_MS / 1_000} s`, [
    ["", "", "median", "p95", "max"],
    ["runs that changed", `${Math.round((await changed) / (BUSY_MS / 1_000))} /s`, "", "", ""],
    ["a key to its frame", `${count}`, ...delays],
    [
      "a cancel to the screen",
      String(lags.length),
      ...[0.5, 0.95, 1].map((share) => ms(percentile(lags, share))),
    ],
  ]);
}

const BEATS_PER_SECOND = 10;

/**
 * Half of the changes are runs that come, half are runs that end: by the verbs that the API and workers call, and from
 * another process than the one that shows them, as a worker's are. Gives how many there were.
 */
async function changeRuns(ctx: EnvironmentContext, until: number): Promise<number> {
  const atOnce = CHANGES_PER_SECOND / BEATS_PER_SECOND / 2;
  const there: string[] = [];
  let changes = 0;
  const beats: Promise<void>[] = [];
  const beat = async () => {
    const input = { payload: "{}", payloadType: "application/json", options: { delay: "1h" } };
    const ended = there.splice(0, atOnce);
    const come = Array.from({ length: atOnce }, () =>
      triggerRun(ctx, { taskId: "deliver-webhook", input }),
    );
    await Promise.all(ended.map((runId) => cancelRun(ctx, runId)));
    there.push(...(await Promise.all(come)).map(({ friendlyId }) => friendlyId));
    changes += come.length + ended.length;
  };
  const startedAt = now();
  for (let beatCount = 1; now() < until; beatCount++) {
    beats.push(beat());
    await sleep(Math.max(0, startedAt + (beatCount * 1_000) / BEATS_PER_SECOND - now()));
  }
  await Promise.all(beats);
  return changes;
}
