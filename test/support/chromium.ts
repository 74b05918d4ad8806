import chromium from "@sparticuz/chromium";
import { type Browser, chromium as playwright } from "playwright-core";

/** A real Chromium, from an npm package. */
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
