import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchBrowser } from "./chromium.ts";

export interface BrowserOptions {
  colorScheme?: "light" | "dark";
  width?: number;
  height?: number;
}

/** One for all files: starting it takes a second of the processor. It ends with this process. */
let started: Browser | undefined;

/** A real Chromium, from an npm package. What the tests of a file have opened in it is closed after them. */
export function useBrowser(): { open: (options?: BrowserOptions) => Promise<Page> } {
  beforeAll(async () => {
    if (!started?.isConnected()) started = await launchBrowser();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await tellPages(started?.contexts() ?? []);
  });
  afterAll(async () => {
    await Promise.all(started?.contexts().map((context) => context.close()) ?? []);
  });
  return {
    open: async ({ colorScheme = "light", width = 1280, height = 800 } = {}) => {
      if (!started) throw new Error("The browser is there once beforeAll has run.");
      const context = await started.newContext({ colorScheme, viewport: { width, height } });
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      return context.newPage();
    },
  };
}

/** Of a page's text: its top, and its end, where toasts and dialogs are. */
const HEAD = 1_500;
const TAIL = 1_000;

/** What was on the screen when a test failed, for those who have only its output. */
async function tellPages(contexts: readonly BrowserContext[]): Promise<void> {
  for (const page of contexts.flatMap((context) => context.pages())) {
    const text = await page.innerText("body", { timeout: 1_000 }).catch(String);
    const lines = text.replace(/\s*\n\s*/g, " | ");
    const shown =
      lines.length > HEAD + TAIL ? `${lines.slice(0, HEAD)} … ${lines.slice(-TAIL)}` : lines;
    console.error(`On the screen, at ${page.url()}:\n${shown}`);
  }
}
