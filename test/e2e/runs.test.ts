import { beforeAll, describe, expect, inject, it } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { findAxeFaults } from "#test/support/axe.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { systemContext } from "#test/support/workspace.ts";
import { seedShop } from "#worker/seed/seed-shop.ts";

const { databaseUrl } = inject("instance");
const BASE = "/my-team/acme-shop/prod";
const signedIn = useSignedIn();

beforeAll(async () => {
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  const size = { runCount: 800, timelineCount: 250, now: new Date() };
  await seedShop(systemContext(db), size).finally(() => db.close());
});

describe("the list of runs", () => {
  it("is filtered with the keyboard alone, by status and by a field, and says so in the address", async () => {
    const page = await signedIn.open(`${BASE}/runs`);
    await page.getByRole("row").nth(3).waitFor();
    expect(await findAxeFaults(page)).toEqual([]);
    await page.keyboard.press("f");
    await page.getByRole("combobox", { name: "Filter runs" }).pressSequentially("failed");
    await page
      .getByRole("option", { name: /Failed/ })
      .first()
      .waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/statuses=FAILED/);
    await page.keyboard.type("payload.userId > 1");
    await page.getByRole("option", { name: /payload\.userId > 1/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/field=payload/);
    await page.getByText(/looked for in the newest 5,000 runs of the last day/).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await page.reload();
    await page.getByRole("button", { name: "Remove the filter Status Failed" }).click();
    await page.waitForURL((address) => !address.search.includes("statuses"));
    await page.close();
  });

  it("keeps filters as a view, and shows the columns that are chosen", async () => {
    const page = await signedIn.open(`${BASE}/runs?tasks=deliver-webhook`);
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("textbox", { name: "Name of this view" }).fill("Webhooks");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Webhooks", exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Choose columns" }).click();
    await page.getByRole("checkbox", { name: "Machine" }).click();
    await page.getByRole("columnheader", { name: "Machine" }).waitFor();
    await page.goto(page.url().replace(/\?.*/, ""));
    await page.getByRole("columnheader", { name: "Machine" }).waitFor();
    await page.getByRole("button", { name: "Saved views" }).click();
    await page.getByRole("button", { name: "Webhooks", exact: true }).click();
    await page.waitForURL(/tasks=deliver-webhook/);
    await page.close();
  });

  it("lets a person peek at a run and walk on, then open it and go to its neighbours", async () => {
    const page = await signedIn.open(`${BASE}/runs?statuses=FAILED`);
    await page.getByRole("row").nth(2).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Space");
    const peek = page.getByRole("complementary", { name: "Peek" });
    await peek.getByRole("region", { name: "Error" }).waitFor();
    await page.keyboard.press("Escape");
    await peek.waitFor({ state: "detached" });
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/runs\/run_.*list=/);
    await page.getByRole("tree").waitFor();
    const first = page.url();
    await page
      .getByRole("button", { name: "Older run of the list" })
      .and(page.locator(":not([aria-disabled])"))
      .waitFor();
    await page.keyboard.press("j");
    await page.waitForURL((address) => address.href !== first && /run_/.test(address.href));
    await page.getByText("Failed").first().waitFor();
    await page.close();
  });
});

describe("the page of a run", () => {
  it("shows ten thousand events without drawing them all, found by their names", async () => {
    const page = await signedIn.open(`${BASE}/runs?tasks=reindex-search`);
    await page.getByRole("link", { name: "reindex-search" }).first().click();
    await page.getByText("2,002 rows").waitFor();
    expect(await page.getByRole("treeitem").count()).toBeLessThan(100);
    await page.getByRole("searchbox", { name: "Search the timeline" }).fill("page 1999");
    await page.getByRole("treeitem", { name: /page 1999/ }).waitFor();
    expect(await findAxeFaults(page)).toEqual([]);
    await page.close();
  });

  it("opens the runs that a run started, level by level", async () => {
    const page = await signedIn.open(`${BASE}/runs?tasks=close-month`);
    await page.getByRole("link", { name: "close-month" }).first().click();
    const region = page.getByRole("treeitem", { name: /close-region/ }).last();
    await region.click();
    await page.keyboard.press("ArrowRight");
    await page
      .getByRole("treeitem", { name: /close-country/ })
      .first()
      .waitFor();
    await page.getByRole("link", { name: "Open run" }).waitFor();
    await page.close();
  });

  it("compares a failure with the last success, and copies it as Markdown", async () => {
    const page = await signedIn.open(`${BASE}/runs?statuses=FAILED&tasks=deliver-webhook`);
    await page.getByRole("link", { name: "deliver-webhook" }).first().click();
    await page.getByRole("tree").waitFor();
    await page.getByRole("button", { name: "Compare with the last success" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Spans of the last attempt").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Copy run as…" }).click();
    await page.getByRole("menuitem", { name: "Copy as Markdown" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toMatch(/^# deliver-webhook · run_/);
    await page.close();
  });

  it("replays a run with another payload", async () => {
    const page = await signedIn.open(`${BASE}/runs?tasks=daily-sales-report&statuses=COMPLETED`);
    await page.getByRole("link", { name: "daily-sales-report" }).first().click();
    await page.getByRole("tree").waitFor();
    const before = page.url();
    await page.getByRole("button", { name: "Replay with changes…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type('{"region": "changed"}');
    await dialog.getByRole("button", { name: "Replay run" }).click();
    await page.waitForURL((address) => address.href !== before && /run_/.test(address.href));
    // Its queue is paused in the seed: it stays there.
    await page.getByText("Queued").first().waitFor();
    await page.getByRole("tab", { name: "Payload" }).click();
    await page.getByText("changed").first().waitFor();
    await page.close();
  });
});
