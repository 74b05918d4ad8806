import type { Locator } from "playwright-core";
import { until } from "./until.ts";

/** Long enough to tell that nothing came of it: what is done twice may close again what it has opened. */
const PATIENCE_MS = 2_000;

/** A page is drawn a moment before its keys and buttons work: does it, and again when nothing has come of it for long. */
export async function doUntil(shown: Locator, act: () => Promise<unknown>): Promise<void> {
  await until(`the page to answer with ${shown}`, async () => {
    await act();
    return shown.waitFor({ timeout: PATIENCE_MS }).then(
      () => true,
      () => false,
    );
  });
}
