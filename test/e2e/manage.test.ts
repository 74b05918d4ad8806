import { describe, expect, inject, it } from "vitest";
import { doUntil } from "#test/support/do-until.ts";
import { deployToStaging } from "#test/support/e2e-workspace.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { until } from "#test/support/until.ts";

const { url, databaseUrl } = inject("instance");
const BASE = "/my-team/hello-world/staging";
const signedIn = useSignedIn();

function files(answer: string) {
  return {
    "trigger/greet.ts": `
      import { task } from "@pawl/sdk";
      export const greet = task({
        id: "greet",
        run: async () => ({ release: "${answer}", from: process.env.GREETING ?? "nobody" }),
      });
    `,
  };
}

async function call(key: string, path: string, body?: object) {
  const response = await fetch(url + path, {
    ...(body && { method: "POST", body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

/** Triggers the task and waits for what it gives. */
async function greet(key: string): Promise<unknown> {
  const { json } = await call(key, "/api/v1/tasks/greet/trigger", { payload: {} });
  let output: unknown;
  await until("the greeting", async () => {
    const run = await call(key, `/api/v3/runs/${json.id}`);
    output = run.json.output;
    return run.json.isCompleted === true;
  });
  return output;
}

describe("whoever runs an environment", () => {
  it("pastes variables that the next run has, gives a key of few rights, and rolls back", async () => {
    const key = await deployToStaging(databaseUrl, files("first"));
    expect(await greet(key)).toEqual({ release: "first", from: "nobody" });

    const page = await signedIn.open(`${BASE}/environment-variables`);
    const dialog = page.getByRole("dialog");
    await doUntil(dialog, () => page.keyboard.press("n"));
    await dialog.getByLabel("Name of variable 1").focus();
    await page.evaluate(() =>
      navigator.clipboard.writeText('# mail\nGREETING="from a file"\nMAIL_FROM=a@example.com\n'),
    );
    await page.keyboard.press("Control+v");
    await dialog.getByRole("button", { name: "Save 2 variables in Staging" }).waitFor();
    await page.keyboard.press("Control+Enter");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("row").filter({ hasText: "GREETING" }).waitFor();
    expect(await greet(key)).toEqual({ release: "first", from: "from a file" });
    await page.getByRole("button", { name: "Delete GREETING" }).click();
    await dialog.getByRole("button", { name: "Delete variable" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("row").filter({ hasText: "GREETING" }).waitFor({ state: "detached" });

    await page.goto(`${url}${BASE}/api-keys`);
    await doUntil(dialog, () => page.keyboard.press("n"));
    await dialog.getByLabel("Name").fill("Shop window");
    await dialog.getByLabel("Access").click();
    await page.getByRole("option", { name: "Trigger only" }).click();
    await dialog.getByRole("button", { name: "Create key" }).click();
    const secret = (await dialog.locator("code").textContent())?.trim() ?? "";
    await dialog.getByRole("button", { name: "Done" }).click();
    const made = await call(secret, "/api/v1/tasks/greet/trigger", { payload: {} });
    expect(made.status).toBe(200);
    expect((await call(secret, `/api/v3/runs/${made.json.id}`)).status).toBe(403);
    await page.getByRole("button", { name: "Revoke Shop window" }).click();
    await dialog.getByRole("button", { name: "Revoke key" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Revoke Shop window" }).waitFor({ state: "detached" });
    // Where it was seen a moment before, it works a moment longer.
    await until("the end of the key", async () => {
      const again = await call(secret, "/api/v1/tasks/greet/trigger", { payload: {} });
      return again.status === 401;
    });

    await deployToStaging(databaseUrl, files("second"));
    expect(await greet(key)).toEqual({ release: "second", from: "nobody" });
    await page.goto(`${url}${BASE}/deployments`);
    await page.locator("[data-row-link]").nth(1).click();
    await page.getByRole("button", { name: "Make current…" }).click();
    await dialog.getByRole("heading", { name: /^Roll back to .+ in staging\?$/ }).waitFor();
    await dialog.getByRole("button", { name: "Roll back" }).click();
    await dialog.waitFor({ state: "detached" });
    expect(await greet(key)).toEqual({ release: "first", from: "nobody" });
    await page.close();
  });

  it("changes a queue’s limit, sees who waits in it, and drains a worker", async () => {
    const key = await deployToStaging(databaseUrl, files("third"));
    const page = await signedIn.open(`${BASE}/queues`);
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Pause environment…" }).click();
    await dialog.getByRole("button", { name: "Pause environment" }).click();
    await page.getByText("Staging is paused").waitFor();
    await page.getByRole("button", { name: "Resume environment" }).click();
    await page.getByText("Staging is paused").waitFor({ state: "detached" });
    const row = page.getByRole("row").filter({ hasText: "greet" });
    await row.getByRole("link").first().click();
    await page.waitForURL(/\/queues\/.+/);
    await page.getByRole("heading", { name: "Concurrency keys" }).waitFor();
    await page.getByRole("button", { name: "Limit…" }).click();
    await dialog.getByLabel("Runs at once").fill("0");
    await dialog.getByRole("button", { name: "Override limit" }).click();
    await dialog.waitFor({ state: "detached" });
    for (const concurrencyKey of ["calm", "loud", "loud"]) {
      const options = { concurrencyKey };
      await call(key, "/api/v1/tasks/greet/trigger", { payload: {}, options });
    }
    await page.getByRole("row", { name: /^loud 2 / }).waitFor();
    expect(await page.getByRole("rowheader").allTextContents()).toEqual(["calm", "loud"]);
    await page.getByRole("link", { name: "Most waiting" }).click();
    await page.waitForURL("**?keys=backlog");
    await until("the other order", async () => {
      const keys = await page.getByRole("rowheader").allTextContents();
      return keys.join() === "loud,calm";
    });
    await page.getByRole("button", { name: "Limit…" }).click();
    await dialog.getByRole("button", { name: "Reset to code" }).click();
    await page.getByText("Nothing waits or runs in this queue.").waitFor();

    await page.goto(`${url}${BASE}/workers`);
    await page.getByRole("button", { name: /^Drain / }).click();
    await dialog.getByRole("button", { name: "Drain worker" }).click();
    await page.getByText("Draining", { exact: true }).first().waitFor();
    // It was the only one.
    await page.goto(`${url}${BASE}/status`);
    await page.getByText("Nothing executes", { exact: true }).waitFor();
    await page.goBack();
    await page.getByRole("button", { name: /^Resume / }).click();
    await page.getByText("Online", { exact: true }).first().waitFor();
    expect(await greet(key)).toEqual({ release: "third", from: "nobody" });
    await page.close();
  });
});
