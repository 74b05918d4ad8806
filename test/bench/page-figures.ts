import { get } from "node:http";
import type { Page } from "playwright-core";

/** Milliseconds of the page's clock, which is the machine's. */
export const now = (): number => performance.timeOrigin + performance.now();

/** From the click on a link to the first text on the screen, with a browser that has the scripts. */
export async function firstPaintMs(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await page.waitForFunction(() => performance.getEntriesByName("first-contentful-paint")[0]);
  return page.evaluate(
    () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
  );
}

/** From a key or a click to the frame that shows what it did, of everything pressed meanwhile: what browsers call the interaction's duration. */
export async function interactionsMs(page: Page, press: () => Promise<void>): Promise<number[]> {
  await page.evaluate(() => {
    const seen: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if ("interactionId" in entry && Number(entry.interactionId) > 0) seen.push(entry.duration);
      }
      // The shortest that browsers tell of.
    }).observe({
      type: "event",
      durationThreshold: 16,
      buffered: false,
    } as PerformanceObserverInit);
    Object.assign(window, { seenInteractions: seen });
  });
  await press();
  // Entries come with a frame after theirs.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 300)));
  return page.evaluate(() => (window as { seenInteractions?: number[] }).seenInteractions ?? []);
}

/** Resolves with the moment at which a text is on the screen, looked at whenever anything changes. */
export function shownAt(page: Page, selector: string, text: string): Promise<number> {
  return page.evaluate(
    ([within, wanted]) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (!document.querySelector(within)?.textContent?.includes(wanted)) return false;
          // The frame that shows it.
          requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
          return true;
        };
        if (look()) return;
        const observer = new MutationObserver(() => {
          if (look()) observer.disconnect();
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
      }),
    [selector, text] as const,
  );
}

/** Bytes of the scripts that a page asks for until none has come for a second, as sent to browsers and to whoever takes gzip only. */
export async function scriptBytes(
  page: Page,
  url: string,
): Promise<{ sent: number; gzip: number; count: number }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.setCacheDisabled", { cacheDisabled: true });
  const scripts = new Map<string, { url: string; bytes: number }>();
  let lastAt = performance.now();
  cdp.on("Network.requestWillBeSent", ({ requestId, request }) => {
    if (/\.js($|\?)/.test(request.url)) scripts.set(requestId, { url: request.url, bytes: -1 });
  });
  cdp.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const script = scripts.get(requestId);
    if (!script) return;
    script.bytes = encodedDataLength;
    lastAt = performance.now();
  });
  await page.goto(url);
  const isOver = () =>
    [...scripts.values()].every(({ bytes }) => bytes >= 0) && performance.now() - lastAt > 1_000;
  while (!isOver()) await new Promise((resolve) => setTimeout(resolve, 50));
  await cdp.detach();
  let gzip = 0;
  for (const script of scripts.values()) gzip += await gzipBytes(script.url);
  const sent = [...scripts.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  return { sent, gzip, count: scripts.size };
}

/** As it is sent: `fetch` would unpack it. */
function gzipBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "gzip" } }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () => resolve(bytes));
    }).on("error", reject);
  });
}
