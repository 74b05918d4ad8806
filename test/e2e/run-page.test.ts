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
  `,
};

async function trigger(key: string, payload: object, options = {}): Promise<string> {
  const response = await fetch(`${url}/api/v1/tasks/ship-order/trigger`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({ payload, options }),
  });
  return ((await response.json()) as { id: string }).id;
}

/** Opens the dialog of that name with a key. */
async function openWith(page: Page, key: string, name: string): Promise<void> {
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
