import type { Page } from "playwright-core";
import { beforeAll, inject } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { createSignInLink } from "#worker/services/users/sign-in-link.ts";
import { type BrowserOptions, useBrowser } from "./browser.ts";
import { systemContext } from "./workspace.ts";

export interface SignedIn {
  /** A page of the administrator's, whose buttons and keys work. */
  open: (path: string, options?: BrowserOptions) => Promise<Page>;
}

/** A browser for the tests of a file, signed in to the shared instance with a link of its own. */
export function useSignedIn(): SignedIn {
  const { url, databaseUrl } = inject("instance");
  const browser = useBrowser();
  let cookies: Awaited<ReturnType<ReturnType<Page["context"]>["cookies"]>> = [];

  beforeAll(async () => {
    const db = openDatabase(databaseUrl, { maxConnections: 1 });
    const token = await createSignInLink(systemContext(db)).finally(() => db.close());
    const page = await browser.open();
    await page.goto(`${url}/sign-in/link?token=${token}`);
    await page.waitForURL("**/tasks");
    cookies = await page.context().cookies();
    await page.close();
  });
  return {
    open: async (path, options) => {
      const page = await browser.open(options);
      await page.context().addCookies(cookies);
      // The text comes with the page; that it opens its feed tells that its buttons and keys work.
      const feed = page.waitForRequest(/\/realtime\//);
      await page.goto(url + path);
      await feed;
      return page;
    },
  };
}
