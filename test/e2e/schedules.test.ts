import { configure, runs, schedules } from "@trigger.dev/sdk";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { findAxeFaults } from "#test/support/axe.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { until } from "#test/support/until.ts";

const { url, secretKey } = inject("instance");
const BASE = "/my-team/hello-world/dev";
const signedIn = useSignedIn();

beforeAll(() => {
  configure({ baseURL: url, secretKey });
});

async function find(deduplicationKey: string) {
  for await (const one of schedules.list()) {
    if (one.deduplicationKey === deduplicationKey) return one;
  }
  return undefined;
}

describe("the page of schedules", () => {
  it("makes one by hand, changes it, tests it, switches it off and deletes it", async () => {
    const key = `page-${Date.now()}`;
    const page = await signedIn.open(`${BASE}/schedules`);
    await page.getByRole("link", { name: /^daily-digest, At 09:00/ }).waitFor();
    expect(await findAxeFaults(page)).toEqual([]);
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Cron").fill("30 25 * * *");
    await page.keyboard.press("ControlOrMeta+Enter");
    await dialog.getByText("Choose the task that it runs.").waitFor();
    await dialog.getByText(/hour: 25/).waitFor();
    await dialog.getByRole("combobox", { name: "Task" }).click();
    await page.getByRole("option", { name: "daily-digest" }).click();
    await dialog.getByLabel("Cron").fill("30 2 * * *");
    await dialog.getByLabel("Time zone").fill("Asia/Kolkata");
    await dialog.getByText("At 02:30.").waitFor();
    await dialog.getByRole("columnheader", { name: "Asia/Kolkata" }).waitFor();
    expect(await findAxeFaults(page)).toEqual([]);
    await dialog.getByLabel(/External id/).fill("customer_7");
    await dialog.getByLabel(/Deduplication key/).fill(key);
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.waitForURL("**schedule=sched_*");
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    await inspector.getByRole("heading", { name: "Next runs" }).waitFor();
    const made = await find(key);
    expect(made).toMatchObject({ timezone: "Asia/Kolkata", externalId: "customer_7" });
    expect(await findAxeFaults(page)).toEqual([]);

    await page.keyboard.press("e");
    await dialog.getByLabel("Cron").fill("0 3 * * *");
    await page.keyboard.press("ControlOrMeta+Enter");
    await inspector.getByText("At 03:00").waitFor();
    await inspector.getByRole("button", { name: "Deactivate" }).click();
    await inspector.getByRole("button", { name: "Activate", exact: true }).waitFor();
    expect((await schedules.retrieve(made?.id ?? "")).active).toBe(false);
    await inspector.getByRole("button", { name: "Test now" }).click();
    await page.waitForURL("**/runs/run_*");
    const runId = page.url().split("/").at(-1) ?? "";
    await until("the test run", async () => (await runs.retrieve(runId)).status === "COMPLETED");
    await page.goBack();
    await inspector.getByRole("link", { name: /Completed/ }).waitFor();
    await inspector.getByRole("button", { name: "Delete…" }).click();
    await dialog.getByRole("button", { name: "Delete schedule" }).click();
    await page.waitForURL(`${url}${BASE}/schedules`);
    expect(await find(key)).toBeUndefined();
  });

  it("shows what is declared in code, which cannot be changed here", async () => {
    const page = await signedIn.open(`${BASE}/schedules?search=daily`, { width: 360, height: 740 });
    await page.getByRole("link", { name: /^daily-digest, At 09:00/ }).click();
    const edit = page.getByRole("button", { name: "Edit…" });
    await edit.waitFor();
    expect(await edit.getAttribute("aria-disabled")).toBe("true");
    await page.getByText("In the code of its task").waitFor();
    expect(page.url()).toContain("search=daily&schedule=sched_");
    expect(await findAxeFaults(page)).toEqual([]);
  });
});

describe("the test page", () => {
  it("gives a scheduled task the parts of a tick", async () => {
    const page = await signedIn.open(`${BASE}/test/daily-digest`);
    await page.getByLabel("Timestamp (UTC)", { exact: true }).fill("2026-03-29T10:00");
    await page.getByLabel("Time zone").fill("Europe/Berlin");
    await page.keyboard.press("ControlOrMeta+Enter");
    await page.waitForURL("**/runs/run_*");
    const runId = page.url().split("/").at(-1) ?? "";
    const run = await runs.poll(runId, { pollIntervalMs: 50 });
    expect(run).toMatchObject({
      status: "COMPLETED",
      isTest: true,
      output: { day: "Sunday" },
      payload: { timestamp: "2026-03-29T10:00:00.000Z", timezone: "Europe/Berlin" },
    });
  });
});
