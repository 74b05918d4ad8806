import type { Locator } from "playwright-core";
import { expect, inject, it } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { useBrowser } from "#test/support/browser.ts";
import { doUntil } from "#test/support/do-until.ts";
import { useSignedIn } from "#test/support/signed-in.ts";
import { until } from "#test/support/until.ts";
import { systemContext } from "#test/support/workspace.ts";
import { createSignInLink } from "#worker/services/users/sign-in-link.ts";

const { url, databaseUrl } = inject("instance");
const signedIn = useSignedIn();
const browser = useBrowser();

/** Takes an item of a menu. */
async function choose(button: Locator, name: string | RegExp): Promise<void> {
  const item = button.page().getByRole("menuitem", { name });
  await doUntil(item, () => button.press("Enter", { timeout: 1_000 }).catch(() => {}));
  await item.click();
}

it("leads from a new project through its environments to its end", async () => {
  const slug = `shop-${Date.now()}`;
  const page = await signedIn.open("/my-team/hello-world/dev/settings");
  await choose(page.getByRole("button", { name: /Hello world/ }), "New project…");
  await page.getByLabel("Project name").fill(slug);
  await page.getByRole("button", { name: "Create project" }).click();
  await page.waitForURL(`**/my-team/${slug}/dev/tasks`);

  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel("Name", { exact: true }).fill("Shop of tests");
  await page.getByRole("button", { name: "Rename project" }).click();
  await page.getByRole("button", { name: /Shop of tests/ }).waitFor();

  await page.getByRole("link", { name: "Environments" }).click();
  await page.getByRole("button", { name: "New environment" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name", { exact: true }).fill("QA");
  await dialog.getByRole("radio", { name: "Green" }).click();
  await dialog.getByRole("button", { name: "Create environment" }).click();
  const row = page.getByRole("row").filter({ hasText: "qa" });
  const actions = row.getByRole("button", { name: "Actions for QA" });
  await choose(actions, "Change limit…");
  await dialog.getByLabel("Runs at once").fill("7");
  await dialog.getByRole("button", { name: "Change limit" }).click();
  await row.getByRole("cell", { name: "7", exact: true }).waitFor();
  await choose(actions, "Delete…");
  await dialog.getByRole("textbox").fill("qa");
  await dialog.getByRole("button", { name: "Delete environment" }).click();
  await dialog.waitFor({ state: "detached" });
  await row.waitFor({ state: "detached" });

  await page.getByRole("link", { name: "Project", exact: true }).click();
  await page.getByRole("button", { name: "Delete project…" }).click();
  await dialog.getByRole("textbox").fill(slug);
  await dialog.getByRole("button", { name: "Delete project" }).click();
  await page.waitForURL("**/my-team/hello-world/**");
  await page.goto(`${url}/my-team/${slug}/dev/tasks`);
  await page.getByText("Nothing is at this address").waitFor();
  await page.close();
});

it("ends a session from the account page: its browser is signed out with its next click", async () => {
  const db = openDatabase(databaseUrl, { maxConnections: 1 });
  const token = await createSignInLink(systemContext(db)).finally(() => db.close());
  const other = await browser.open();
  await other.goto(`${url}/sign-in/link?token=${token}`);
  await other.waitForURL("**/tasks");
  const page = await signedIn.open("/my-team/hello-world/dev/tasks");
  await page.goto(`${url}/account`);
  const revokeOthers = page.getByRole("button", { name: "Sign out everywhere else…" });
  const dialog = page.getByRole("dialog");
  await doUntil(dialog, () => revokeOthers.click({ timeout: 1_000 }).catch(() => {}));
  await dialog.getByRole("button", { name: "Sign out others" }).click();
  await dialog.waitFor({ state: "detached" });
  await other.goto(`${url}/account`);
  await other.waitForURL("**/sign-in**");
  await page.reload();
  await page.getByText("This session").waitFor();
  expect(new URL(page.url()).pathname).toBe("/account");
  await page.close();
});

it("brings a colleague in by a link, changes what they may do, and shows them out", async () => {
  const page = await signedIn.open("/my-team/hello-world/dev/members");
  const dialog = page.getByRole("dialog");
  await doUntil(dialog, () => page.keyboard.press("n"));
  const email = `grace-${Date.now()}@example.com`;
  await dialog.getByLabel("Email (optional)").fill(email);
  await dialog.getByRole("button", { name: "Create link" }).click();
  const link = (await dialog.getByText(/\/invitations\//).textContent()) ?? "";
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.getByRole("heading", { name: "Open invitations" }).waitFor();

  const other = await browser.open();
  await other.goto(link.trim());
  await other.getByLabel("Name").fill("Grace Hopper");
  expect(await other.getByLabel("Email").inputValue()).toBe(email);
  await other.getByLabel("Password").fill("a-password-of-tests");
  await until("the colleague’s tasks", async () => {
    const join = other.getByRole("button", { name: "Create account and join" });
    await join.click({ timeout: 1_000 }).catch(() => {});
    return /\/tasks$/.test(other.url());
  });
  // A developer may do nothing to members, and is told why.
  await other.goto(`${url}/my-team/hello-world/dev/members`);
  const invite = other.getByRole("button", { name: "Invite" });
  await invite.waitFor();
  expect(await invite.getAttribute("aria-disabled")).toBe("true");

  await page.reload();
  const row = page.getByRole("row").filter({ hasText: email });
  const role = row.getByRole("button", { name: "Role of Grace Hopper: Developer" });
  await choose(role, /^Viewer/);
  await row.getByRole("button", { name: "Role of Grace Hopper: Viewer" }).waitFor();
  await other.goto(`${url}/my-team/hello-world/dev/test/hello-world`);
  const run = other.getByRole("button", { name: /^Run test/ });
  await run.waitFor();
  expect(await run.getAttribute("aria-disabled")).toBe("true");

  await row.getByRole("button", { name: "Remove Grace Hopper" }).click();
  await dialog.getByRole("button", { name: "Remove member" }).click();
  // While the question is open, the rows below it are hidden, and so out of a role's sight.
  await dialog.waitFor({ state: "detached" });
  await row.waitFor({ state: "detached" });
  await other.goto(`${url}/my-team/hello-world/dev/tasks`);
  await other.getByText("Nothing is at this address").waitFor();
  await other.close();
  await page.close();
});
