import type { Page } from "playwright-core";
import { describe, expect, inject, it } from "vitest";
import { doUntil } from "#test/support/do-until.ts";
import { deployToStaging } from "#test/support/e2e-workspace.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { until } from "#test/support/until.ts";

const { url, databaseUrl } = inject("instance");
const BASE = "/my-team/hello-world/staging";
const signedIn = useSignedIn();

const FILES = {
  "trigger/ship.ts": `
    import { task } from "@pawl/sdk";
    export const ship = task({
      id: "ship-order",
      retry: { maxAttempts: 1 },
      run: async ({ weightKg }: { weightKg: number }) => {
        if (weightKg > 30) throw new RangeError("Too heavy to ship");
        return { shipped: true };
      },
    });
    export const slow = task({
      id: "pack-slowly",
      queue: { concurrencyLimit: 1 },
      run: (_: object, { signal }) =>
        new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve())),
    });
    const retry = { maxAttempts: 2, minTimeoutInMs: 600_000, maxTimeoutInMs: 600_000 };
    export const later = task({
      id: "pack-later",
      retry,
      run: async (_: object, { ctx }) => {
        if (ctx.attempt.number === 1) throw new Error("The box is away");
        return { packed: true };
      },
    });
  `,
};

async function trigger(
  key: string,
  payload: object,
  options = {},
  task = "ship-order",
): Promise<string> {
  const response = await fetch(`${url}/api/v1/tasks/${task}/trigger`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ payload, options }),
  });
  return ((await response.json()) as { id: string }).id;
}

/** Opens the dialog of that name with a key. */
async function openWith(page: Page, key: string, name: string | RegExp): Promise<void> {
  await doUntil(page.getByRole("dialog", { name }), () => page.keyboard.press(key));
}

describe("a run that failed, by keyboard", () => {
  it("is opened from its list, compared, copied, and replayed with another payload", async () => {
    const key = await deployToStaging(databaseUrl, FILES);
    const good = await trigger(key, { weightKg: 3 });
    const page = await signedIn.open(`${BASE}/runs/${good}`);
    await page.getByText("Completed").first().waitFor();
    const bad = await trigger(key, { weightKg: 300 });
    await page.goto(`${url}${BASE}/runs?tasks=ship-order`);
    await page.locator(`[data-row-id="${bad}"]`).getByText("Failed").waitFor();

    const rowInFocus = page.locator("[data-row-link]:focus");
    await doUntil(rowInFocus, () => page.keyboard.press("j"));
    await page.locator(`[data-row-id="${bad}"] [data-row-link]`).focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/runs/${bad}?list=*`);
    await page.getByText("Too heavy to ship").first().waitFor();

    await page.goBack();
    await page.locator(`[data-row-id="${good}"]`).waitFor();
    // Goes on from the row that was left: the next one is the older one.
    await doUntil(rowInFocus, () => page.keyboard.press("j"));
    const row = page.locator("[data-row-id]:focus-within");
    expect(await row.getAttribute("data-row-id")).toBe(good);
    await page.goForward();
    await page.getByText("Too heavy to ship").first().waitFor();

    // The list it came from has another one below it.
    await until("the older run", async () => {
      await page.keyboard.press("j");
      return page.url().includes(good);
    });
    await until("the newer run", async () => {
      await page.keyboard.press("k");
      return page.url().includes(bad);
    });
    await page.getByText("Too heavy to ship").first().waitFor();

    await page.locator('header a[href$="/runs?tasks=ship-order"]').waitFor();
    const errorsOnly = page.getByRole("button", { name: "Errors only", pressed: true });
    await doUntil(errorsOnly, () => page.keyboard.press("x"));
    await page.getByRole("treeitem", { name: /Attempt 1/ }).waitFor();
    const search = page.getByRole("searchbox", { name: "Search the timeline" });
    await search.fill("no such span");
    await page.getByText("Nothing here has this name.").waitFor();
    await search.fill("");
    await search.blur();

    await openWith(page, "d", "Compared with the last success");
    const difference = page.getByRole("row", { name: /weightKg 3 300/ });
    await difference.waitFor();
    await page.keyboard.press("Escape");

    const copy = page.getByRole("button", { name: "Copy or save the run…" });
    await copy.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: /Markdown/ }).focus();
    await page.keyboard.press("Enter");
    await until("the text", async () =>
      (await page.evaluate(() => navigator.clipboard.readText())).includes("RangeError"),
    );

    await openWith(page, "Shift+R", "Replay ship-order");
    const editor = page.getByRole("dialog").locator(".cm-content").first();
    await editor.focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.type('{"weightKg": 30');
    await page.keyboard.press("Control+Enter");
    await page.waitForURL((to) => /runs\/run_/.test(to.href) && !to.href.includes(bad));
    await page.getByText("Completed").first().waitFor();
    await page.getByRole("tab", { name: "Details" }).click();
    const related = page.getByRole("region", { name: "Related runs" });
    await related.getByRole("link", { name: new RegExp(bad.slice(-6)) }).waitFor();
    await page.reload();
    await related.getByText("Replay of").waitFor();

    await openWith(page, "Shift+R", "Replay ship-order");
    await page.getByRole("combobox", { name: "Environment" }).click();
    await page.getByRole("option", { name: "Production (prod)" }).click();
    await page.keyboard.press("Control+Enter");
    await page.waitForURL("**/hello-world/prod/runs/run_*");
    await page.getByText("Pending version").first().waitFor();

    const late = await trigger(key, { weightKg: 1 }, { delay: "1h" });
    await page.goto(`${url}${BASE}/runs/${late}`);
    await page.getByRole("button", { name: "Run now" }).click();
    await page.getByText("Completed").first().waitFor();
    const showAll = page.getByRole("button", { name: "Show all", exact: true });
    await doUntil(showAll, () => page.keyboard.press("="));
    await page.keyboard.press("0");
    await showAll.waitFor({ state: "detached" });
    await page.close();
  });
});

describe("a run that waits", () => {
  it("names the run that holds its slot, and is started by hand where only time is in its way", async () => {
    const key = await deployToStaging(databaseUrl, FILES);
    const holder = await trigger(key, {}, {}, "pack-slowly");
    const waiting = await trigger(key, {}, {}, "pack-slowly");
    const later = await trigger(key, {}, {}, "pack-later");
    const page = await signedIn.open(`${BASE}/runs/${waiting}`);
    const holders = page.getByRole("list", { name: "Runs that hold the slots" });
    await holders.getByRole("link", { name: /pack-slowly/ }).click();
    await page.waitForURL(`**/runs/${holder}`);
    const dialog = page.getByRole("dialog", { name: /^Cancel/ });
    for (const run of [holder, waiting]) {
      await page.goto(`${url}${BASE}/runs/${run}`);
      await page.getByText("Executing").first().waitFor();
      await openWith(page, "c", /^Cancel/);
      await dialog.getByRole("button", { name: "Cancel run" }).click();
      await page.getByText("Canceled").first().waitFor();
    }
    await page.goto(`${url}${BASE}/runs/${later}`);
    await page.getByRole("button", { name: "Retry now" }).click();
    await page.getByText("Completed").first().waitFor();
    await page.getByText("Attempt 2").first().waitFor();
    await page.close();
  });
});
