import { auth, configure, runs, streams, tasks } from "@trigger.dev/sdk";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { findAxeFaults } from "#test/support/axe.ts";
import { useBrowser } from "#test/support/browser.ts";
import { buildFolder } from "#test/support/deploy-project.ts";
import { withDocsProject } from "#test/support/docs.ts";
import { createWorkspace } from "#test/support/workspace.ts";
import { createDeployment } from "#worker/services/deployments/create.ts";

const { url, databaseUrl } = inject("instance");
const browser = useBrowser();

/** All tasks of the documentation, deployed as one project. */
beforeAll(async () => {
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  try {
    const workspace = await createWorkspace(db, { slug: "prod" });
    const { projectRef: project } = workspace;
    const { manifest, bundle } = await withDocsProject((folder) => buildFolder(folder, project));
    const config = { ...manifest.config, project };
    await createDeployment(workspace.ctx, { manifest: { ...manifest, config }, bundle });
    configure({ baseURL: url, secretKey: workspace.secretKey });
  } finally {
    await db.close();
  }
});

const TICK = {
  scheduleId: "sched_1",
  type: "IMPERATIVE",
  timestamp: new Date("2026-03-29T01:00:00Z"),
  timezone: "Europe/Berlin",
  upcoming: [],
};

/** Task, payload, and what its run ends with. */
const RUNS: [task: string, payload: unknown, end: object][] = [
  ["send-email", { to: "ada@example.com" }, { output: { to: "ada@example.com" } }],
  ["resize", { width: 3 }, { output: "image-3" }],
  ["resize", { width: -1 }, { status: "FAILED", attemptCount: 1 }],
  ["charge", { amount: 7 }, { output: { amount: 7, over: "primary" } }],
  ["translate", { word: "cat" }, { output: "gato", attemptCount: 2 }],
  ["translate", { word: "dog" }, { status: "FAILED", attemptCount: 2 }],
  ["import-orders", {}, { output: { attempts: 3 }, attemptCount: 3 }],
  ["import-orders", { source: "gone" }, { status: "FAILED", attemptCount: 1 }],
  ["call-partner", {}, { status: "FAILED", attemptCount: 1 }],
  ["unsteady", {}, { output: 3, attemptCount: 1 }],
  ["newsletter", { customer: "a" }, { output: "a over emails" }],
  ["welcome", { to: "x" }, { output: ["x", "a@example.com", "b@example.com"] }],
  ["approval", {}, { output: true }],
  ["nightly", TICK, { output: { isFirst: true, at: "2026-03-29T01:00:00.000Z", next: 0 } }],
  [
    "progress",
    { rows: 3 },
    { output: 6, tags: ["import"], metadata: { status: "ready", done: 3 } },
  ],
  ["inventory", { shelves: 4 }, { output: { sum: 10, isFirstTry: true } }],
  ["inventory", { shelves: 0 }, { output: { sum: 0, isFirstTry: true } }],
  ["answer", { question: "why" }, { output: "You asked: why" }],
  ["checkout", { amount: 5 }, { output: true }],
  ["render", {}, { output: "small-2x" }],
  ["moved", { from: "there" }, { output: "Moved from there" }],
];

describe("the documentation", () => {
  it.concurrent.each(RUNS)(
    "has %s, which does with %j what it says",
    async (task, payload, end) => {
      const handle = await tasks.trigger(task, payload);
      const run = await runs.poll(handle, { pollIntervalMs: 100 });
      expect(run).toMatchObject({ status: "COMPLETED", ...end });
    },
  );

  it("listens to what the published client sends into it, with the token of the run alone", async () => {
    const handle = await tasks.trigger("assistant", {});
    const input = streams.input<{ text: string }>({ id: "messages" });
    await auth.withAuth({ accessToken: handle.publicAccessToken }, async () => {
      for (const text of ["hello", "there", "bye"]) await input.send(handle.id, { text });
    });
    const run = await runs.poll(handle, { pollIntervalMs: 100 });
    expect(run).toMatchObject({ status: "COMPLETED", output: ["hello", "there"] });
  });

  it("writes a stream that the published client reads", async () => {
    const handle = await tasks.trigger("answer", { question: "why" });
    let text = "";
    for await (const word of await streams.read<string>(handle.id, "words")) text += word;
    expect(text).toBe("You asked: why ");
  });

  it("is read in the product, searched, without a fault, on a phone too", async () => {
    const page = await browser.open();
    await page.goto(`${url}/docs`);
    await page.getByRole("searchbox", { name: "Search the docs" }).fill("daylight");
    await page.getByRole("navigation").getByRole("link").nth(1).waitFor({ state: "detached" });
    await page.getByRole("navigation").getByRole("link", { name: "Schedules" }).click();
    await page.getByRole("heading", { name: "One for each customer" }).waitFor();
    expect(await findAxeFaults(page)).toEqual([]);
    await page.close();
    const phone = await browser.open({ width: 360, height: 740, colorScheme: "dark" });
    await phone.goto(`${url}/docs/machines`);
    await phone.getByRole("heading", { level: 1, name: "Machines and maxDuration" }).waitFor();
    expect(await findAxeFaults(phone)).toEqual([]);
    const width = await phone.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(360);
    expect((await phone.goto(`${url}/docs/none`))?.status()).toBe(404);
  });
});
