import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
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
