import { describe, expect, inject, it } from "vitest";
import { openDatabase } from "#prisma/client.ts";
import { deployToStaging } from "#test/support/e2e-workspace.ts";
import { useSignedIn } from "#test/support/signed-in.ts";

const { url, databaseUrl } = inject("instance");
const BASE = "/my-team/hello-world/staging";
const signedIn = useSignedIn();

const ORDERS = {
  "trigger/orders.ts": `
    import { schemaTask } from "@pawl/sdk";
    export const pack = schemaTask({
      id: "pack-order",
      machine: "micro",
      schema: {
        parse: (value) => value,
        toJsonSchema: () => ({
          type: "object",
          properties: { orderId: { type: "string" }, size: { enum: ["small", "large"] } },
          required: ["orderId", "size"],
        }),
      },
      run: async (payload) => ({ packed: payload.orderId }),
    });
  `,
};

describe("a task with a schema", () => {
  it("is tested by form and by JSON, which its schema completes and checks, and kept as a template", async () => {
    await deployToStaging(databaseUrl, ORDERS);
    const page = await signedIn.open(`${BASE}/tasks`);
    await page.getByRole("link", { name: "pack-order" }).first().click();
    await page.waitForURL(/\/tasks\/pack-order/);
    await page.getByRole("row", { name: /Machine micro Task/ }).waitFor();
    await page.getByRole("link", { name: "Test" }).last().click();
    await page.waitForURL(/\/test\/pack-order/);

    const editor = page.locator(".cm-content");
    await editor.click();
    await page.keyboard.press("Control+a");
    await page.keyboard.type('{"or');
    await page.getByRole("option", { name: /orderId/ }).click();
    expect(await editor.textContent()).toContain('"orderId": ""');
    await page.keyboard.press("Control+Enter");
    await page.getByRole("alert").getByText("“size” is missing").waitFor();

    await page.getByRole("button", { name: "Form" }).click();
    await page.getByLabel("orderId").fill("order_42");
    await page.getByLabel("size", { exact: true }).click();
    await page.getByRole("option", { name: "large" }).click();
    await page.getByRole("button", { name: "Templates" }).click();
    await page.getByLabel("Name of the template").fill("Large");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Large", exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: /^Run test in staging/ }).click();
    await page.waitForURL(/\/runs\/run_/);
    await page.getByText("Completed").first().waitFor();

    await page.goto(`${url}${BASE}/test/pack-order`);
    await page.getByRole("button", { name: "Recent", exact: true }).click();
    await page
      .getByText(/order_42.*large/)
      .last()
      .waitFor();
    const db = openDatabase(databaseUrl, { maxConnections: 1 });
    expect(await db.prisma.testTemplate.count({ where: { name: "Large" } })).toBe(1);
    await db.close();
    await page.close();
  });
});
