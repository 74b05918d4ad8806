import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { configure, deployments, tasks } from "@trigger.dev/sdk";
import { describe, expect, inject, it } from "vitest";
import { findAxeFaults } from "#test/support/axe.ts";
import { deployTroubleToStaging } from "#test/support/e2e-workspace.ts";
import { root } from "#test/support/root.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { temporaryFolder } from "#test/support/temporary-folder.ts";

const { url, secretKey, databaseUrl } = inject("instance");
const BASE = "/my-team/hello-world/dev";
const signedIn = useSignedIn();

describe("the status page", () => {
  it("proves with a test run that runs execute, reached and made by keyboard, and lists it nowhere", async () => {
    const page = await signedIn.open(`${BASE}/runs`);
    await page.keyboard.press("g");
    await page.keyboard.press("h");
    await page.waitForURL(`**${BASE}/status`);
    await page.getByRole("heading", { name: "Status", exact: true }).waitFor();
    await page
      .getByRole("listitem")
      .filter({ hasText: /^Workers/ })
      .waitFor();
    await page.keyboard.press("t");
    await page.getByText("Its process answered").waitFor();
    await page.getByText(/Went through in \d+ ms/).waitFor();
    expect(
      await page
        .getByRole("listitem")
        .filter({ hasText: /^Workers/ })
        .textContent(),
    ).toMatch(/takes? work, last heartbeat \d s ago/);
    expect(await findAxeFaults(page)).toEqual([]);
    await page.goto(`${url}${BASE}/runs`);
    await page.getByRole("heading", { name: "Runs", exact: true }).waitFor();
    expect(await page.getByText("pawl-probe").count()).toBe(0);
    await page.close();
  });

  it("says the same in a terminal", async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(root, "sdk/bin/pawl.js"), "doctor"],
      {
        cwd: await temporaryFolder(),
        env: {
          PATH: process.env.PATH,
          NODE_ENV: "production",
          TRIGGER_API_URL: url,
          TRIGGER_SECRET_KEY: secretKey,
        },
      },
    );
    for (const title of ["Database", "Migrations", "Workers", "Clocks", "Disk", "Test run"]) {
      expect(stdout).toContain(title);
    }
    expect(stdout).toMatch(/✓ Test run\s+Went through in \d+ ms/);
  });
});

describe("deployments", () => {
  it("are listed by the published client, and shown with what changed, on a page", async () => {
    configure({ baseURL: url, secretKey });
    const current = await deployments.retrieveCurrent();
    const versions: string[] = [];
    for await (const deployment of deployments.list()) versions.push(deployment.version);
    expect(versions).toContain(current.version);
    const page = await signedIn.open(`${BASE}/runs`);
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await page.waitForURL(`**${BASE}/deployments`);
    await page.getByText("Current").waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL(`**/deployments/${current.version}`);
    await page.getByRole("heading", { name: /tasks?$/ }).waitFor();
    await page.getByText("hello-world").first().waitFor();
    await page.close();
  });
});

describe("errors", () => {
  it("groups what failed, resolves it, and opens it again, by keyboard", async () => {
    const key = await deployTroubleToStaging(databaseUrl);
    const response = await fetch(`${url}/api/v1/tasks/always-throws/trigger`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: "{}",
    });
    expect(response.status).toBe(200);
    const page = await signedIn.open("/my-team/hello-world/staging/errors");
    const row = page.getByRole("link", { name: /RangeError.*Out of range/ });
    await row.first().waitFor();
    // Other tests fail runs too: the first row may be another group.
    await row.first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL("**/errors/error_*");
    await page.getByText("By version").waitFor();
    await page
      .getByText(/trigger\/trouble\.ts/)
      .first()
      .waitFor();
    await page.keyboard.press("e");
    await page.getByText(/It opens again when a version after/).waitFor();
    await page.keyboard.press("e");
    await page.getByText("Unresolved").waitFor();
    await page.getByRole("button", { name: "Ignore…" }).click();
    await page.getByRole("menuitem", { name: "For a day" }).click();
    await page.getByText("Ignored").first().waitFor();
    await page.keyboard.press("e");
    await page.getByText("Unresolved").waitFor();
    await page.keyboard.press("r");
    await page.getByRole("button", { name: "Replay all", exact: true }).click();
    await page.getByRole("link", { name: "See how far they are" }).click();
    await page.waitForURL("**/bulk-actions/bulk_*");
    await page.getByText("Completed").first().waitFor();
    await page.close();
  });
});

describe("logs, batches and queues", () => {
  it("show what tasks wrote, what became of a batch, and how a queue does", async () => {
    configure({ baseURL: url, secretKey });
    const batch = await tasks.batchTrigger("hello-world", [
      { payload: { name: "One" } },
      { payload: { name: "Two" } },
    ]);
    const logs = await signedIn.open(`${BASE}/logs`);
    await logs
      .getByRole("region", { name: "Log lines" })
      .getByText("hello-world")
      .first()
      .waitFor();
    await logs.getByRole("searchbox", { name: "Search messages" }).fill("no line says this");
    await logs.getByText("No lines match this search in this time").waitFor();
    expect(new URL(logs.url()).searchParams.get("search")).toBe("no line says this");
    await logs.close();

    const batches = await signedIn.open(`${BASE}/batches`);
    await batches.getByText("Completed").first().waitFor();
    await batches.goto(`${url}${BASE}/batches/${batch.batchId}`);
    await batches.getByText("All its runs").waitFor();
    await batches.close();

    const queues = await signedIn.open(`${BASE}/queues`);
    await queues.getByRole("link", { name: "hello-world" }).click();
    await queues.waitForURL("**/queues/queue_*");
    await queues.getByText("Concurrency keys").waitFor();
    await queues.getByText(/in and .* out a minute/).waitFor();
    await queues.close();
  });
});
