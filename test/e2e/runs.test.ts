import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type Database, openDatabase } from "#prisma/client.ts";
import { doUntil } from "#test/support/do-until.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { until } from "#test/support/until.ts";
import { parseFriendlyId } from "#worker/domain/ids.ts";

const { url, secretKey, databaseUrl } = inject("instance");
const BASE = "/my-team/hello-world/dev";
const signedIn = useSignedIn();
let db: Database;

beforeAll(() => {
  db = openDatabase(databaseUrl, { maxConnections: 2 });
});
afterAll(() => db.close());

async function call<T>(path: string, body: object): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${secretKey}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

async function trigger(
  taskId: string,
  options: object = {},
  payload: object = {},
): Promise<string> {
  const path = `/api/v1/tasks/${taskId}/trigger`;
  return (await call<{ id: string }>(path, { payload, options })).id;
}

const QUIET_MS = 1_000;

/** What the server sends of scripts for a page, compressed as it is, until no more come. */
async function scriptBytes(page: Page, path: string): Promise<number> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  const open = new Set<string>();
  let bytes = 0;
  let lastAt = performance.now();
  cdp.on("Network.requestWillBeSent", ({ requestId, request, documentURL }) => {
    // The page before it may still be fetching.
    if (documentURL === url + path && /\.js($|\?)/.test(request.url)) open.add(requestId);
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    if (!open.delete(requestId)) return;
    bytes += encodedDataLength;
    lastAt = performance.now();
  });
  await page.goto(url + path);
  await page.getByRole("row").nth(1).waitFor();
  await until("the last script", () => open.size === 0 && performance.now() - lastAt > QUIET_MS);
  return bytes;
}

describe("the page of runs", () => {
  it("sends less than 200 kB of JavaScript", async () => {
    await trigger("hello-world");
    const page = await signedIn.open(`${BASE}/status`);
    const bytes = await scriptBytes(page, `${BASE}/runs`);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThan(200_000);
    await page.close();
  });

  it("is filtered, viewed, peeked into and arranged by keyboard", async () => {
    const options = { tags: ["e2e-runs"] };
    const id = await trigger("hello-world", options);
    const named = await trigger("hello-world", options, { name: id });
    const page = await signedIn.open(`${BASE}/runs`);
    const filter = page.getByRole("combobox", { name: "Filter runs" });
    const inFocus = page.locator(":focus");
    await doUntil(filter.and(inFocus), () => page.keyboard.press("f"));
    // Should it have been pressed once more than it took.
    await filter.fill("no test");
    await page.getByRole("option", { name: /No test runs/ }).waitFor();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await page.waitForURL(/isTest=false/);
    // A view of it, by name.
    await page.keyboard.press("Escape");
    await page.getByRole("option").first().waitFor({ state: "detached" });
    const name = page.getByLabel("Name of this view");
    await doUntil(name, () => page.keyboard.press("v"));
    await name.fill("Hellos");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Hellos", exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await name.waitFor({ state: "detached" });
    // The row in focus, beside the list and then as a page.
    await page.locator("[data-row-link]").first().waitFor();
    await doUntil(page.locator("[data-row-link]:focus"), () => page.keyboard.press("j"));
    await page.keyboard.press(" ");
    await page.getByLabel("Peek", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    // A column that is not there at first.
    await page.getByRole("button", { name: "Choose columns" }).click();
    await page.getByLabel("Machine", { exact: true }).click();
    await page.getByRole("columnheader", { name: "Machine" }).waitFor();
    await page.keyboard.press("Escape");
    await page.goto(`${url}${BASE}/runs?tags=e2e-runs`);
    await page.locator(`a[href*="${id}"]`).first().waitFor();
    // What stands in the payload.
    await doUntil(filter.and(inFocus), () => page.keyboard.press("f"));
    await filter.fill(`payload.name = ${id}`);
    await page.getByRole("option", { name: /^Field payload\.name = / }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator(`a[href*="${named}"]`).first().waitFor();
    await page.locator(`[data-row-id="${id}"]`).waitFor({ state: "detached" });
    await filter.fill("schedule: ");
    await page.getByRole("option", { name: /^Schedule daily-digest/ }).waitFor();
    await page.close();
  });

  it("cancels all that a filter means: counted before, told after", async () => {
    const options = { delay: "1h", tags: ["e2e-bulk"] };
    for (let i = 0; i < 3; i++) await trigger("hello-world", options);
    const page = await signedIn.open(`${BASE}/runs?tags=e2e-bulk`);
    await page.getByText("Delayed").first().waitFor();
    const cancelAll = page.getByRole("menuitem", { name: /Cancel all/ });
    await doUntil(cancelAll, () => page.keyboard.press("b"));
    await cancelAll.click();
    const dialog = page.getByRole("dialog");
    await dialog
      .getByText(/3 runs/)
      .first()
      .waitFor();
    await dialog.getByRole("button", { name: "Cancel 3 runs" }).click();
    await page.getByText("Canceled").nth(2).waitFor();
    await page.goto(`${url}${BASE}/bulk-actions`);
    await page.getByText("Completed").first().waitFor();
    await page.close();
  });
});

describe("a run of ten thousand events", () => {
  let runId: string;

  beforeAll(async () => {
    runId = await trigger("hello-world");
    const id = parseFriendlyId("run", runId);
    await until("its end", async () => {
      const { rows } = await db.pool.query(
        "SELECT FROM run WHERE id = $1 AND finished_at IS NOT NULL",
        [id],
      );
      return rows.length === 1;
    });
    await db.pool.query(
      `INSERT INTO run_event (run_id, environment_id, kind, at, attempt_number, label, message, span_id, duration_ms)
       SELECT run.id, run.environment_id, kind::run_event_kind, run.started_at + interval '1 ms' * i, 1,
         CASE WHEN kind = 'SPAN' THEN 'user' ELSE 'INFO' END, kind || ' ' || i,
         CASE WHEN kind = 'SPAN' THEN lpad(to_hex(i), 16, '0') END, CASE WHEN kind = 'SPAN' THEN 3 END
       FROM run, (SELECT i, CASE WHEN i % 5 = 0 THEN 'SPAN' ELSE 'LOG' END AS kind FROM generate_series(1, 10000) AS i) AS line
       WHERE run.id = $1 ORDER BY i`,
      [id],
    );
  });

  /** Milliseconds of the page's own work for a frame while it scrolls: processor time, whatever else the machine does. */
  async function frameMs(page: Page, role: "log" | "tree"): Promise<number> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
    const worked = async () => {
      const { metrics } = await cdp.send("Performance.getMetrics");
      return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000;
    };
    const before = await worked();
    const frames = 60;
    await page.getByRole(role).evaluate(async (element, count) => {
      for (let i = 0; i < count; i++) {
        element.scrollTop += 200;
        await new Promise(requestAnimationFrame);
      }
    }, frames);
    return ((await worked()) - before) / frames;
  }

  it("scrolls smoothly, and a link leads to one of its lines and one of its spans", async () => {
    const line = await db.pool.query<{ id: string }>(
      "SELECT id::text FROM run_event WHERE run_id = $1 AND message = 'LOG 7777'",
      [parseFriendlyId("run", runId)],
    );
    const span = (9_000).toString(16).padStart(16, "0");
    const page = await signedIn.open(
      `${BASE}/runs/${runId}?span=${span}&log=${line.rows[0]?.id ?? ""}`,
    );
    await page.getByText("LOG 7777", { exact: true }).waitFor();
    await page.getByRole("treeitem", { selected: true }).getByText("SPAN 9000").waitFor();
    await page.getByRole("heading", { name: "SPAN 9000" }).waitFor();
    // A frame has 16 at 60 a second; about 8 were measured when this was written.
    for (const role of ["log", "tree"] as const) {
      const ms = await frameMs(page, role);
      expect(ms).toBeGreaterThan(0);
      expect(ms).toBeLessThan(30);
    }
    await page.close();
  });
});
