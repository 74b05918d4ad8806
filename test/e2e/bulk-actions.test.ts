import type pg from "pg";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { type Database, openDatabase } from "#prisma/client.ts";
import { doUntil } from "#test/support/do-until.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { until } from "#test/support/until.ts";
import { newId } from "#worker/services/new-id.ts";
import { EXAMPLE_PROJECT_REF } from "#worker/services/orgs/bootstrap.ts";

const { url, databaseUrl } = inject("instance");
const BASE = "/my-team/hello-world/prod";
let tag: string;
/** Eight slices of a bulk cancel. */
const COUNT = 4_000;
const signedIn = useSignedIn();
let db: Database;

beforeAll(() => {
  db = openDatabase(databaseUrl, { maxConnections: 2 });
});
beforeEach(async () => {
  tag = `e2e-abort-${newId()}`;
  const { id } = await db.prisma.environment.findFirstOrThrow({
    where: { slug: "prod", project: { ref: EXAMPLE_PROJECT_REF } },
  });
  const queuedAt = new Date();
  const later = new Date(Date.now() + 86_400_000);
  await db.prisma.run.createMany({
    data: Array.from({ length: COUNT }, () => ({
      ...{ id: newId(), environmentId: id, taskSlug: "hello-world", status: "DELAYED" as const },
      ...{
        queueName: "task/hello-world",
        queuedAt,
        queueOrder: later,
        delayUntil: later,
        tags: [tag],
      },
    })),
  });
});
afterEach(letGo);
afterAll(() => db.close());

let held: pg.PoolClient | undefined;

/** Holds a run of the second slice, so that the action stands in its middle until it is let go. */
async function holdMiddle(): Promise<void> {
  held = await db.pool.connect();
  await held.query("BEGIN");
  // Found first: what an offset passes over would be locked too.
  await held.query(
    `SELECT FROM run WHERE id = (
       SELECT id FROM run WHERE tags @> ARRAY[$1] ORDER BY id OFFSET 600 LIMIT 1
     ) FOR UPDATE`,
    [tag],
  );
}

async function letGo(): Promise<void> {
  await held?.query("COMMIT");
  held?.release();
  held = undefined;
}

/** It waits for the row that the slice under way holds. */
async function isAbortWaiting(): Promise<boolean> {
  const { rows } = await db.pool.query(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ~ 'UPDATE.*"bulk_action"'`,
  );
  return rows.length > 0;
}

async function countCanceled(): Promise<number> {
  return db.prisma.run.count({ where: { tags: { has: tag }, status: "CANCELED" } });
}

/** Tab by Tab, as somebody without a mouse. */
async function tabTo(page: Page, name: string): Promise<void> {
  await until(`the focus on ${name}`, async () => {
    await page.keyboard.press("Tab");
    return page.evaluate((wanted) => document.activeElement?.textContent?.trim() === wanted, name);
  });
}

describe("a bulk action under way", () => {
  it("is started, watched and aborted by keyboard; what was not done stays", async () => {
    await holdMiddle();
    const page = await signedIn.open(`${BASE}/runs?tags=${tag}`);
    await page.getByText("Delayed").first().waitFor();
    const cancelAll = page.getByRole("menuitem", { name: /Cancel all/ });
    await doUntil(cancelAll, () => page.keyboard.press("b"));
    await page.keyboard.press("ArrowDown");
    await until("the choice", async () => {
      await page.keyboard.press("Home");
      return cancelAll.evaluate((item) => item === document.activeElement);
    });
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Cancel 4,000 runs?" }).waitFor();
    await page.keyboard.press("Control+Enter");
    const progress = page.getByRole("list", { name: "Bulk actions under way" });
    await progress.getByText("Canceling 4,000 runs: 500 done").waitFor();
    await tabTo(page, "Abort");
    await page.keyboard.press("Enter");
    await until("the abort in line behind the slice", isAbortWaiting);
    await letGo();
    // The slice that was under way is finished; another one may have begun before the abort got its turn.
    const result = page.getByText(/^Aborted: [\d,]+ runs canceled/);
    await result.waitFor();
    await progress.waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Details" }).click();
    await page.waitForURL("**/bulk-actions/bulk_*");
    await page.getByText("Aborted", { exact: true }).first().waitFor();
    await page.reload();
    const count = Number(/[\d,]+/.exec(await result.innerText())?.[0].replace(",", ""));
    expect(count).toBeGreaterThanOrEqual(1_000);
    expect(count).toBeLessThan(COUNT);
    expect(await page.getByRole("button", { name: "Abort" }).count()).toBe(0);
    expect(await countCanceled()).toBe(count);
    await page.goto(`${url}${BASE}/runs?tags=${tag}&statuses=DELAYED`);
    await page.getByText("Delayed").nth(1).waitFor();
    await page.close();
  });
});
