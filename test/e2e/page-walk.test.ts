import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { findAxeFaults } from "#test/support/axe.ts";
import { root } from "#test/support/root.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { seedWalk, type WalkData } from "#test/support/walk-data.ts";

/** `WALK_SCREENSHOTS=folder npx vitest run --project e2e test/e2e/page-walk.test.ts` leaves a picture of every page in every size. */
const screenshots = process.env.WALK_SCREENSHOTS;

const { url, databaseUrl } = inject("instance");
const signedIn = useSignedIn();

type Stop = {
  path: (data: WalkData) => string;
  /** How the tab's title begins. */
  title: string | RegExp;
  /** A fault that is meant to be: the beginning of its text. */
  isMeant?: string;
};

/** A section of an environment, titled as it is headed. */
function section(name: string, title: string): Stop {
  return { path: ({ base }) => `${base}/${name}`, title };
}

/** One thing of a section. */
function one(name: string, of: (data: WalkData) => string, title: string | RegExp): Stop {
  return { path: (data) => `${data.base}/${name}/${encodeURIComponent(of(data))}`, title };
}

const ENVIRONMENT = "/(dashboard)/[org]/[project]/[env]";

/** Every page of the app; null for those that only lead to another, or say that there is none. */
const STOPS: Record<string, Stop | null> = {
  "/": null,
  "/(auth)/setup": null,
  "/(auth)/sign-in": null,
  [ENVIRONMENT]: null,
  [`${ENVIRONMENT}/[...rest]`]: null,
  "/(auth)/invitations/[token]": {
    path: ({ invitation }) => `/invitations/${invitation}`,
    title: "Invitation",
  },
  "/(dashboard)/account": { path: () => "/account", title: "Account" },
  "/(dashboard)/new/organization": {
    path: () => "/new/organization",
    title: "New organization",
  },
  "/(dashboard)/new/project": { path: () => "/new/project", title: "New project" },
  "/docs": { path: () => "/docs", title: "Docs" },
  "/docs/[slug]": { path: () => "/docs/queues-and-concurrency", title: "Queues and concurrency" },
  // Each part is on it twice, and so are the names of its landmarks.
  "/gallery": { path: () => "/gallery", title: "Gallery", isMeant: "landmark-unique" },
  [`${ENVIRONMENT}/api-keys`]: section("api-keys", "API keys"),
  [`${ENVIRONMENT}/batches`]: section("batches", "Batches"),
  [`${ENVIRONMENT}/batches/[batchId]`]: one("batches", ({ batch }) => batch, "Batch batch_"),
  [`${ENVIRONMENT}/bulk-actions`]: section("bulk-actions", "Bulk actions"),
  [`${ENVIRONMENT}/bulk-actions/[bulkActionId]`]: one(
    "bulk-actions",
    ({ bulkAction }) => bulkAction,
    "After the fix",
  ),
  [`${ENVIRONMENT}/deployments`]: section("deployments", "Deployments"),
  [`${ENVIRONMENT}/deployments/[version]`]: one(
    "deployments",
    ({ version }) => version,
    "Deployment 20",
  ),
  [`${ENVIRONMENT}/environment-variables`]: section(
    "environment-variables",
    "Environment variables",
  ),
  [`${ENVIRONMENT}/errors`]: section("errors", "Errors"),
  [`${ENVIRONMENT}/errors/[errorId]`]: one(
    "errors",
    ({ error }) => error,
    // What went wrong, in its own words.
    /^(?!Error ·).+: .+ · Acme shop prod · Pawl$/,
  ),
  [`${ENVIRONMENT}/logs`]: section("logs", "Logs"),
  [`${ENVIRONMENT}/members`]: section("members", "Members"),
  [`${ENVIRONMENT}/queues`]: section("queues", "Queues"),
  [`${ENVIRONMENT}/queues/[queueId]`]: one("queues", ({ queue }) => queue, "Queue emails"),
  [`${ENVIRONMENT}/runs`]: section("runs", "Runs"),
  [`${ENVIRONMENT}/runs/[runId]`]: one("runs", ({ run }) => run, "✗ "),
  [`${ENVIRONMENT}/schedules`]: section("schedules", "Schedules"),
  [`${ENVIRONMENT}/settings`]: section("settings", "Project settings"),
  [`${ENVIRONMENT}/settings/environments`]: section("settings/environments", "Environment"),
  [`${ENVIRONMENT}/settings/organization`]: section(
    "settings/organization",
    "Organization settings",
  ),
  [`${ENVIRONMENT}/status`]: section("status", "Status"),
  [`${ENVIRONMENT}/tasks`]: section("tasks", "Tasks"),
  [`${ENVIRONMENT}/tasks/[task]`]: one("tasks", () => "process-order", "process-order"),
  [`${ENVIRONMENT}/test`]: section("test", "Test"),
  [`${ENVIRONMENT}/test/[task]`]: one("test", () => "send-receipt", "Test send-receipt"),
  [`${ENVIRONMENT}/tokens`]: section("tokens", "Waitpoint tokens"),
  [`${ENVIRONMENT}/tokens/[tokenId]`]: one("tokens", ({ token }) => token, "waitpoint_"),
  [`${ENVIRONMENT}/workers`]: section("workers", "Workers"),
};

const WIDTHS_PX = [360, 1280, 2560] as const;

/** Two, since a page waits for the server as often as for the processor. */
const WALKERS = 2;

type Walker = { page: Page; troubles: string[] };

describe("every page of the dashboard", () => {
  let data: WalkData;
  const walkers = createWalkers();

  beforeAll(async () => {
    data = await seedWalk(databaseUrl);
    if (screenshots) await mkdir(screenshots, { recursive: true });
    for (let i = 0; i < WALKERS; i++) {
      const page = await signedIn.open(`${data.base}/status`);
      await page.emulateMedia({ reducedMotion: "reduce" });
      walkers.giveBack({ page, troubles: listen(page) });
    }
  });

  it("is on this walk", async () => {
    const found = (await readdir(join(root, "app"), { recursive: true }))
      .filter((file) => /(^|\/)page\.tsx$/.test(file))
      .map((file) => `/${file}`.slice(0, -"/page.tsx".length) || "/");
    // When this fails: give the new page a line in STOPS.
    expect(found.sort()).toEqual(Object.keys(STOPS).sort());
  });

  it.concurrent.each(
    Object.entries(STOPS).flatMap(([name, stop]) => (stop ? [{ name, stop }] : [])),
  )("$name is sound in both themes, on a phone, a desk and a wall", async ({ name, stop }) => {
    const walker = await walkers.take();
    try {
      const { page, troubles } = walker;
      await page.emulateMedia({ colorScheme: "light" });
      await page.setViewportSize({ width: 1280, height: 800 });
      await page.goto(url + stop.path(data));
      await settle(page);
      const faults = [...(await findAxeFaults(page)), ...(await layoutFaults(page))];
      await page.emulateMedia({ colorScheme: "dark" });
      for (const width of WIDTHS_PX) {
        await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
        if (width === 360) faults.push(...(await findAxeFaults(page)));
        faults.push(...(await layoutFaults(page)));
      }
      if (screenshots) await takePictures(page, join(screenshots, fileName(name)));
      const unmeant = faults.filter((fault) => !stop.isMeant || !fault.startsWith(stop.isMeant));
      expect([...unmeant, ...troubles.splice(0)]).toEqual([]);
      expect(await page.title()).toMatch(titlePattern(stop));
    } finally {
      walkers.giveBack(walker);
    }
  });
});

/** Hands walkers to those who wait, in the order in which they came. */
function createWalkers() {
  const free: Walker[] = [];
  const waiting: ((walker: Walker) => void)[] = [];
  return {
    take: (): Promise<Walker> => {
      const walker = free.pop();
      return walker ? Promise.resolve(walker) : new Promise((resolve) => waiting.push(resolve));
    },
    giveBack: (walker: Walker) => {
      const next = waiting.shift();
      if (next) next(walker);
      else free.push(walker);
    },
  };
}

/** Writes down what a person would find in the console and the network panel. */
function listen(page: Page): string[] {
  const troubles: string[] = [];
  page.on("pageerror", (error) => troubles.push(`error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") troubles.push(`console: ${message.text()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()} ${response.url()}`);
  });
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // What was under way when the walk went on to the next page.
    if (reason !== "net::ERR_ABORTED") troubles.push(`${reason} ${request.url()}`);
  });
  return troubles;
}

/** All that the page loads is there. */
async function settle(page: Page): Promise<void> {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForFunction(() => document.querySelector("[aria-busy=true]:not(button)") === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** One heading of the first rank, and nothing that makes the page itself scroll sideways. */
async function layoutFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    // What comes with a stream is in the page, out of sight, before it takes its place.
    const headings = [...document.querySelectorAll("h1")].filter((one) =>
      one.checkVisibility(),
    ).length;
    return [
      ...(scrollWidth > window.innerWidth
        ? [`${scrollWidth} px wide in a window of ${window.innerWidth}`]
        : []),
      ...(headings === 1 ? [] : [`${headings} headings of the first rank`]),
    ];
  });
}

function titlePattern({ title }: Stop): RegExp {
  return typeof title === "string" ? new RegExp(`^${title}`) : title;
}

function fileName(route: string): string {
  return route.replace(ENVIRONMENT, "").replaceAll(/\W+/g, "-").replaceAll(/^-|-$/g, "");
}

async function takePictures(page: Page, path: string): Promise<void> {
  for (const width of WIDTHS_PX) {
    await page.setViewportSize({
      width,
      height: width === 360 ? 740 : width === 1280 ? 800 : 1440,
    });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: `${path}-${width}-${colorScheme}.png` });
    }
  }
}
