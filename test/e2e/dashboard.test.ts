import type { Page } from "playwright-core";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { type BrowserOptions, useBrowser } from "#test/support/browser.ts";
import { doUntil } from "#test/support/do-until.ts";
import { deployTroubleToStaging, withForeignTenant } from "#test/support/e2e-workspace.ts";

const { url, signInUrl, secretKey, databaseUrl } = inject("instance");
const BASE = "/my-team/hello-world/dev";
const browser = useBrowser();

/** Cookies of the person who opened the printed link, for the pages of the other tests. */
let cookies: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>> = [];

async function openSignedIn(path: string, options?: BrowserOptions): Promise<Page> {
  const page = await browser.open(options);
  await page.context().addCookies(cookies);
  // The text comes with the page; that it opens its feed tells that its buttons and keys work.
  const feed = page.waitForRequest(/\/realtime\//);
  await page.goto(url + path);
  await feed;
  return page;
}

async function trigger(taskId: string, body: object = {}, key = secretKey): Promise<string> {
  const response = await fetch(`${url}/api/v1/tasks/${taskId}/trigger`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return ((await response.json()) as { id: string }).id;
}

beforeAll(async () => {
  const page = await browser.open();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(signInUrl);
  await page.waitForURL(`**${BASE}/tasks`);
  cookies = await page.context().cookies();
  expect(errors).toEqual([]);
  await page.close();
});

describe("the dashboard", () => {
  it("leads from the printed link through Test to a completed run with its output", async () => {
    const page = await openSignedIn(`${BASE}/tasks`);
    await page.getByRole("link", { name: "hello-world" }).first().waitFor();
    await page.goto(`${url}${BASE}/test/hello-world`);
    const editor = page.locator(".cm-content");
    await editor.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type('{"name": "Browser"}');
    await page.keyboard.press("Control+Enter");
    await page.waitForURL(/\/runs\/run_/);
    await page.getByText("Completed").first().waitFor();
    await page.getByRole("tab", { name: "Output" }).click();
    await page
      .getByText(/Browser/)
      .first()
      .waitFor();
    expect(await page.title()).toMatch(/✓.*hello-world/);
    // It declares no schema: what its payloads have in common is one.
    await page.goto(`${url}${BASE}/test/hello-world`);
    await page.getByRole("button", { name: "Schema" }).click();
    await page.getByText("This is what its newest payloads have in common").waitFor();
    await page.goto(`${url}${BASE}/tasks/hello-world`);
    await page.getByText("p95").first().waitFor();
    await page.getByText(/^deployed \d\d:\d\d/).waitFor();
    await page.close();
  });

  it("refuses a payload that is not JSON, next to the editor, and sends nothing", async () => {
    const page = await openSignedIn(`${BASE}/test/hello-world`);
    await page.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("{ name: Ada");
    await page.keyboard.press("Control+Enter");
    await page
      .getByRole("alert")
      .filter({ hasText: /JSON|line|position/i })
      .first()
      .waitFor();
    expect(page.url()).toContain("/test/hello-world");
    await page.close();
  });

  it("shows a run live: its logs as they come, and the cancel that ends it", async () => {
    const id = await trigger("report");
    const page = await openSignedIn(`${BASE}/runs/${id}`);
    await page.getByText("Executing").first().waitFor();
    const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
    await doUntil(dialog, () => page.keyboard.press("c"));
    await dialog.getByRole("button", { name: /cancel run/i }).click();
    await page.getByText("Canceled").first().waitFor();
    await page.close();
  });

  it("shows the attempts of a run that succeeds the third time", async () => {
    const id = await trigger("flaky");
    const page = await openSignedIn(`${BASE}/runs/${id}`);
    await page.getByText("Attempt 3").first().waitFor();
    await page.getByText("Completed").first().waitFor();
    await page.close();
  });

  it("tells of a run that always throws, of one whose process exits, and of a log of a megabyte", async () => {
    const key = await deployTroubleToStaging(databaseUrl);
    const staging = "/my-team/hello-world/staging";
    const throws = await openSignedIn(`${staging}/runs/${await trigger("always-throws", {}, key)}`);
    await throws.getByText("Failed").first().waitFor();
    await throws.getByText("Out of range").first().waitFor();
    await throws
      .getByText(/trigger\/trouble\.ts:4/)
      .first()
      .waitFor();
    await throws.close();

    const exits = await openSignedIn(`${staging}/runs/${await trigger("exits", {}, key)}`);
    await exits.getByText("Crashed").first().waitFor();
    await exits
      .getByText(/exit code 1/)
      .first()
      .waitFor();
    await exits.close();

    const chatty = await openSignedIn(`${staging}/runs/${await trigger("chatty", {}, key)}`);
    await chatty.getByText("Completed").first().waitFor();
    await chatty
      .getByText(/1048576 characters/)
      .first()
      .waitFor({ state: "attached" });
    await chatty.close();
  });

  it("updates the list of runs without a reload, and filters it by status in the URL", async () => {
    const page = await openSignedIn(`${BASE}/runs`);
    await page.getByRole("row").nth(1).waitFor();
    const id = await trigger("hello-world", { payload: { name: "Live" } });
    await page.getByRole("button", { name: /new run/ }).click();
    await page.locator(`a[href*="${id}"]`).first().waitFor();
    await page.goto(`${url}${BASE}/runs?statuses=CANCELED`);
    await page.getByText("Canceled").first().waitFor();
    await page.close();
  });

  it("parks a run of an unknown task and says what it waits for", async () => {
    const id = await trigger("no-such-task");
    const page = await openSignedIn(`${BASE}/runs/${id}`);
    await page.getByText("Pending version").first().waitFor();
    await page
      .getByText(/No deployment in this environment has a task “no-such-task”/)
      .first()
      .waitFor();
    await page.close();
  });

  it("pauses a queue, says on the run that it waits for that, and goes on when it is resumed", async () => {
    const page = await openSignedIn(`${BASE}/queues`);
    const pause = page.getByRole("button", { name: "Pause hello-world" });
    const resume = page.getByRole("button", { name: "Resume hello-world" });
    await pause.click();
    await resume.waitFor();
    const run = await openSignedIn(`${BASE}/runs/${await trigger("hello-world")}`);
    await run.getByText(/Waits because queue .* is paused/).waitFor();
    await resume.click();
    await run.getByText("Completed").first().waitFor();
    await run.close();
    await page.close();
  });

  it("does not show another tenant's run", async () => {
    const foreign = await withForeignTenant(databaseUrl, async (tenant) => {
      const response = await fetch(`${url}/api/v1/tasks/chatty/trigger`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${tenant.secretKey}`,
          "content-type": "application/json",
        },
        body: "{}",
      });
      return ((await response.json()) as { id: string }).id;
    });
    const page = await openSignedIn(`${BASE}/runs/${foreign}`);
    await page
      .getByText(/not found/i)
      .first()
      .waitFor();
    await page.close();
  });

  it("regenerates the secret key only after the environment's name is typed", async () => {
    const page = await openSignedIn("/my-team/hello-world/staging/api-keys");
    const dialog = page.getByRole("dialog").or(page.getByRole("alertdialog"));
    await page
      .getByRole("button", { name: /regenerate/i })
      .first()
      .click();
    await dialog.waitFor();
    expect(await dialog.textContent()).toContain("24 more hours");
    const confirm = dialog.getByRole("button", { name: "Regenerate key" });
    await dialog.getByRole("textbox").fill("prod");
    await confirm.click({ timeout: 1_000 }).catch(() => {});
    expect(await dialog.isVisible()).toBe(true);
    await dialog.getByRole("textbox").fill("staging");
    await confirm.click();
    await page
      .getByText(/tr_stg_\w{24}/)
      .first()
      .or(page.locator('input[value^="tr_stg_"]'))
      .first()
      .waitFor();
    await page.close();
  });

  it("signs out, and lets nobody in without a session", async () => {
    const page = await browser.open();
    await page.goto(`${url}${BASE}/runs`);
    await page.waitForURL(/\/sign-in/);
    await page.close();
  });

  it("fits a phone, and both themes", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const page = await openSignedIn(`${BASE}/runs`, { colorScheme, width: 360, height: 740 });
      await page.getByText("hello-world").first().waitFor();
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
      await page.close();
    }
  });
});
