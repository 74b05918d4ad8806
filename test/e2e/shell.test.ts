import type { Page } from "playwright-core";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { findAxeFaults } from "#test/support/axe.ts";
import { doUntil } from "#test/support/do-until.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { until } from "#test/support/until.ts";
import { deployTasks, systemContext } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { newId } from "#worker/services/new-id.ts";
import { createProject } from "#worker/services/orgs/create-project.ts";

const { url, databaseUrl, secretKey } = inject("instance");
const BASE = "/my-team/hello-world/dev";
const signedIn = useSignedIn();

async function post(path: string, body: object, key = secretKey): Promise<{ id: string }> {
  const response = await fetch(`${url}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
  return (await response.json()) as { id: string };
}

/** Next writes the title a moment after the page. */
async function titled(page: Page, title: string): Promise<void> {
  await page.waitForFunction((wanted) => document.title === wanted, title);
}

describe("the command menu", () => {
  let page: Page;
  beforeAll(async () => {
    page = await signedIn.open(`${BASE}/tasks`);
  });

  /**
   * Everything by keyboard: opened, typed into, and the first that is found taken. The shell of another environment
   * is on the screen a moment before its keys work.
   */
  async function ask(text: string): Promise<void> {
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const input = page.getByRole("combobox");
    await doUntil(input, () => page.keyboard.press("ControlOrMeta+k"));
    await input.fill(text);
  }

  /** Takes what is found first, once it is this. */
  async function take(option: RegExp): Promise<void> {
    await page.getByRole("option", { name: option, selected: true }).waitFor();
    await page.keyboard.press("Enter");
  }

  it("goes to a page and to a queue by their names", async () => {
    await ask("batch");
    await take(/Batches/);
    await page.waitForURL(`**${BASE}/batches`);
    await ask("queue task/hello-world");
    await take(/^Queue hello-world$/);
    await page.waitForURL(`**${BASE}/queues/queue_*`);
    await titled(page, "Queue hello-world · Hello world dev · Pawl");
    await ask("go to nothing");
    await page.getByText("Nothing here is called “go to nothing”").waitFor();
    await page.keyboard.press("Escape");
  });

  it("opens whatever has the id that is pasted, also where it stands in a longer text", async () => {
    const run = await post("/api/v1/tasks/hello-world/trigger", { payload: { name: "Menu" } });
    await ask(`INFO ${run.id} triggered`);
    await take(/^Open /);
    await page.waitForURL(`**${BASE}/runs/${run.id}`);
    const token = await post("/api/v1/waitpoints/tokens", { tags: ["menu"] });
    await ask(token.id);
    await take(/^Open /);
    await page.waitForURL(`**${BASE}/tokens/${token.id}`);
    const { data } = (await (
      await fetch(`${url}/api/v1/deployments`, {
        headers: { authorization: `Bearer ${secretKey}` },
      })
    ).json()) as { data: { id: string; version: string }[] };
    await ask(data[0]?.id ?? "");
    await take(/^Open /);
    await page.waitForURL(`**${BASE}/deployments/${data[0]?.version}`);
  });

  it("finds an id in another environment, and says which are unknown or only a piece", async () => {
    await page.goto(`${url}/my-team/hello-world/prod/tasks`);
    const run = await post("/api/v1/tasks/hello-world/trigger", { payload: { name: "Elsewhere" } });
    await page.getByRole("heading", { level: 1, name: "Tasks" }).waitFor();
    await ask(run.id);
    await page.getByText(/^Found in Hello world · /).waitFor();
    const unknown = friendlyId("batch", newId());
    await page.getByRole("combobox").fill(unknown);
    await page.getByText(`No batch has the id ${unknown} in any environment`).waitFor();
    await page.getByRole("combobox").fill(unknown.slice(0, -3));
    await page.getByText(/is a piece of the id of a batch/).waitFor();
    await page.getByRole("combobox").fill(run.id);
    await take(/^Open /);
    await page.waitForURL(`**${BASE}/runs/${run.id}`);
    // Here and not where it came from: this menu is the one that stays.
    await page.getByRole("heading", { level: 1, name: "hello-world" }).waitFor();
  });

  it("does what can be done everywhere, and what this page can", async () => {
    await ask("theme dark");
    await take(/dark/i);
    await page.locator("html[data-theme=dark]").waitFor({ state: "attached" });
    await ask("theme as the system");
    await take(/system/i);
    await page.locator("html:not([data-theme])").waitFor({ state: "attached" });
    await ask("replay");
    await take(/replay/i);
    await page.getByRole("dialog", { name: /Replay/ }).waitFor();
  });
});

describe("the shell", () => {
  it("collapses, and remembers it; on a phone it is a drawer", async () => {
    const page = await signedIn.open(`${BASE}/tasks`);
    const expand = page.getByRole("button", { name: "Expand sidebar" });
    await doUntil(expand, () => page.keyboard.press("ControlOrMeta+b"));
    await until("the cookie of it", () =>
      page.evaluate(() => document.cookie.includes("pawl_sidebar=collapsed")),
    );
    await page.reload();
    await page.getByRole("button", { name: "Expand sidebar" }).waitFor();
    const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await doUntil(sheet, () => page.keyboard.press("?"));
    await sheet.getByText("Waitpoint tokens").waitFor();
    await page.keyboard.press("Escape");
    // The same section in another environment.
    await page.getByRole("button", { name: "Environment Development" }).click();
    await page.getByRole("menuitem", { name: /Staging/ }).click();
    await page.waitForURL("**/hello-world/staging/tasks");
    await page.goBack();
    await page.waitForURL(`**${BASE}/tasks`);
    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole("button", { name: "Open navigation" }).click();
    await page.getByRole("dialog").getByRole("link", { name: "Queues" }).click();
    await page.waitForURL(`**${BASE}/queues`);
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.close();
  });

  it("stays around a page that is not found, and leads to where it is", async () => {
    const run = await post("/api/v1/tasks/hello-world/trigger", {
      payload: { name: "Wrong link" },
    });
    const page = await signedIn.open(`/my-team/hello-world/prod/runs/${run.id}`);
    await page.getByRole("heading", { name: /No such run in / }).waitFor();
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    await titled(page, "Not found · Hello world prod · Pawl");
    await page.getByRole("link", { name: /^Open it in Hello world · / }).click();
    await page.waitForURL(`**${BASE}/runs/${run.id}`);
    await page.goto(`${url}${BASE}/no-such-page`);
    await page.getByRole("heading", { name: "Nothing is at this address" }).waitFor();
    await page.close();
  });

  it("stays around a page that fails, which is shown again when it can be", async () => {
    const page = await signedIn.open(`${BASE}/workers`);
    await page.route("**/api/v1/workers", (route) => route.fulfill({ json: { data: [null] } }));
    await page.getByText("This page could not be shown").waitFor();
    await page.getByRole("navigation", { name: "Main" }).waitFor();
    await page.getByRole("link", { name: "See whether Pawl is well" }).waitFor();
    await page.unroute("**/api/v1/workers");
    await page.getByRole("link", { name: "Queues", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Queues" }).waitFor();
    // The layout of all pages fails: then a page without a part of ours is shown.
    await page.addInitScript(() => {
      window.addEventListener = new Proxy(window.addEventListener, {
        apply: (add, target, [type, ...rest]) => {
          if (type === "keydown") throw new Error("Broken on purpose");
          Reflect.apply(add, target, [type, ...rest]);
        },
      });
    });
    await page.reload();
    await page.getByRole("heading", { name: "Pawl could not be shown" }).waitFor();
    await page.getByRole("button", { name: "Load it again" }).waitFor();
    expect(await findAxeFaults(page)).toEqual([]);
    await page.close();
  });

  it("says at once where somebody is going, however slow the network is", async () => {
    const page = await signedIn.open(`${BASE}/tasks`);
    let answer = () => {};
    const isAnswered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route("**/workers?_rsc=*", async (route) => {
      await isAnswered;
      await route.continue();
    });
    const workers = page.getByRole("link", { name: "Workers", exact: true });
    const progress = page.getByRole("progressbar", { name: "Loading the page" });
    await doUntil(progress, async () => {
      await page.keyboard.press("g");
      await page.keyboard.press("w");
    });
    expect(await workers.getAttribute("class")).toContain("bg-raised text-text");
    answer();
    await page.waitForURL(`**${BASE}/workers`);
    await progress.waitFor({ state: "detached" });
    await page.close();
  });

  it("tells that the database is away, and asks for everything again when it is back", async () => {
    const page = await signedIn.open(`${BASE}/queues`);
    const away = {
      status: 503,
      json: { error: "The database does not answer.", code: "UNAVAILABLE" },
    };
    await page.route("**/api/**", (route) => route.fulfill(away));
    await page.reload();
    const banner = page.getByRole("alert").filter({ hasText: "What is shown is from before" });
    await banner.waitFor();
    await page.unroute("**/api/**");
    await banner.waitFor({ state: "detached" });
    await page.getByRole("link", { name: "hello-world" }).waitFor();
    await page.close();
  });
});

describe("the empty pages of a new project", () => {
  it("say what to do, and fill by themselves when it is done", async () => {
    const workspace = await addProject();
    const base = `/my-team/${workspace.slug}/prod`;
    const pages = await Promise.all(
      (["tasks", "deployments", "runs", "tokens", "schedules"] as const).map((name) =>
        signedIn.open(`${base}/${name}`),
      ),
    );
    const [tasks, deployments, runs, tokens, schedules] = pages;
    for (const page of pages) await page.getByText("This page updates by itself").waitFor();
    await workspace.deploy();
    await tasks?.getByRole("link", { name: "first-task" }).first().waitFor();
    await deployments?.getByText("Current").waitFor();
    await schedules?.getByRole("link", { name: /^first-schedule/ }).waitFor();
    await post("/api/v1/tasks/first-task/trigger", {}, workspace.secretKey);
    await runs?.getByRole("row").nth(1).waitFor();
    await post("/api/v1/waitpoints/tokens", {}, workspace.secretKey);
    await tokens?.getByRole("row").nth(1).waitFor();
    for (const page of pages) await page.close();
  });
});

it("keeps a menu that a finger has opened when the finger leaves", async () => {
  const page = await signedIn.open(`${BASE}/settings/environments`);
  const touch = await page.context().newCDPSession(page);
  await touch.send("Emulation.setTouchEmulationEnabled", { enabled: true });
  const button = await page
    .getByRole("button", { name: /^Actions for/ })
    .first()
    .boundingBox();
  const point = { x: (button?.x ?? 0) + 8, y: (button?.y ?? 0) + 8 };
  await touch.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await page.getByRole("menu").waitFor();
  await touch.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await page.getByRole("menuitem", { name: "Edit name and colour…" }).click();
  await page.getByRole("dialog").waitFor();
  await page.close();
});

/** A project of the administrator's, with nothing in it. */
async function addProject(): Promise<{
  slug: string;
  secretKey: string;
  deploy: () => Promise<void>;
}> {
  const db = openDatabase(databaseUrl, { maxConnections: 2 });
  const system = systemContext(db);
  const { organizationId } = await db.prisma.project.findFirstOrThrow({
    where: { slug: "hello-world" },
  });
  const slug = `empty-${Date.now()}`;
  const ref = `proj_${slug.replace("-", "")}`;
  await db.prisma.$transaction((tx) =>
    createProject(tx, system, { organizationId, name: "Empty", slug, ref }),
  );
  const row = await db.prisma.environment.findFirstOrThrow({
    where: { slug: "prod", project: { ref } },
    include: { apiKeys: true },
  });
  const ctx = { ...system, environment: await loadEnvironmentScope(system, row.id) };
  return {
    slug,
    secretKey: system.keyring.open(row.apiKeys[0]?.keyEncrypted ?? Buffer.alloc(0)),
    deploy: async () => {
      const schedule = { cron: "0 9 * * *", timezone: "UTC" };
      await deployTasks({ ctx, projectRef: ref }, [
        { id: "first-task" },
        { id: "first-schedule", triggerSource: "schedule", schedule },
      ]);
      await db.close();
    },
  };
}
