import chromium from "@sparticuz/chromium";
import { type Browser, type Page, chromium as playwright } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

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

export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      // In one process all contexts share cookies that scripts write, and six connections to a server.
      ...chromium.args.filter((argument) => argument !== "--single-process"),
      "--no-sandbox",
      "--disable-background-networking",
      "--disable-quic",
    ],
    headless: true,
  });
}
