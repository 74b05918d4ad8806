import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { launchBrowser } from "./chromium.ts";

export interface BrowserOptions {
  colorScheme?: "light" | "dark";
  width?: number;
  height?: number;
}

/** A real Chromium, from an npm package, for the tests of a file. */
export function useBrowser(): { open: (options?: BrowserOptions) => Promise<Page> } {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await tellPages(browser?.contexts() ?? []);
  });
  afterAll(async () => {
    await browser?.close();
  });
  return {
    open: async ({ colorScheme = "light", width = 1280, height = 800 } = {}) => {
      if (!browser) throw new Error("The browser is there once beforeAll has run.");
      const context = await browser.newContext({ colorScheme, viewport: { width, height } });
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
