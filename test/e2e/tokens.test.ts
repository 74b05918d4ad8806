import { configure, wait } from "@trigger.dev/sdk";
import { beforeAll, describe, expect, inject, it } from "vitest";
import { useSignedIn } from "#test/support/signed-in.ts";
import { until } from "#test/support/until.ts";

const { url, secretKey } = inject("instance");
const BASE = "/my-team/hello-world/dev/tokens";
const signedIn = useSignedIn();

beforeAll(() => {
  configure({ baseURL: url, secretKey });
});

describe("the page of waitpoint tokens", () => {
  it("lists tokens, finds one by its tag, and completes it by hand", async () => {
    const tag = `page-${Date.now()}`;
    const token = await wait.createToken({ tags: [tag], timeout: "1h" });
    await wait.createToken({ tags: ["other"] });
    const page = await signedIn.open(BASE);
    await page.getByRole("searchbox", { name: "Tag or token id" }).fill(tag);
    await page.getByRole("row").nth(2).waitFor({ state: "detached" });
    expect(page.url()).toContain(`search=${tag}`);
    await page.keyboard.press("Escape");
    await page.goto(`${url}${BASE}?search=${token.id}`);
    const row = page.getByRole("row").nth(1);
    await row.getByText("Waiting").waitFor();
    await row.getByRole("link").click();
    await page.waitForURL(`**/tokens/${token.id}`);
    await page.getByText(token.url).waitFor();
    await page.getByRole("button", { name: "Complete…" }).click();
    const editor = page.getByRole("dialog").locator(".cm-content");
    await editor.waitFor();
    await editor.click();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type('{"approved": tru');
    await page.keyboard.press("ControlOrMeta+Enter");
    await page
      .getByRole("alert")
      .getByText(/not JSON/)
      .waitFor();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type('{"approved": true');
    await page.getByRole("dialog").getByRole("button", { name: "Complete token" }).click();
    await page.getByText("Runs that waited for it went on").waitFor();
    await until("the token", async () => (await wait.retrieveToken(token)).status === "COMPLETED");
    expect((await wait.retrieveToken(token)).output).toEqual({ approved: true });
  });
});
