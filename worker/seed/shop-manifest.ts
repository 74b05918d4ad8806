import { LONG_TASK, orderSteps, profiles } from "#prisma/seed/profiles.ts";
import { isMachinePreset } from "#sdk/wire/machine.ts";
import type { DeploymentManifest, TaskManifest } from "#sdk/wire/manifest.ts";

export const SHOP_PROJECT_REF = "proj_acme_shop";

/** What the shop's code would be indexed as. `release` counts up: later ones have more tasks. */
export function shopManifest(release: number): DeploymentManifest {
  return {
    sdkVersion: "0.1.0",
    runtimeVersion: "24.21.0",
    entryPoint: "index.mjs",
    config: {
      ...{ project: SHOP_PROJECT_REF, maxDuration: 300, machine: "small-1x", logLevel: "info" },
      retries: {
        enabledInDev: true,
        default: { maxAttempts: 3, factor: 2, minTimeoutInMs: 1_000 },
      },
    },
    tasks: [...profiles.map(toTask), ...STEPS, ...OTHERS].filter(
      ({ id }) => release > 2 || id !== LONG_TASK,
    ),
    queues: [
      { name: "emails", totalConcurrencyLimit: 2, concurrencyLimit: 1 },
      { name: "orders", concurrencyLimit: 4 },
      { name: "catalogue", concurrencyLimit: 10 },
      { name: "reports", concurrencyLimit: 2 },
      {
        name: "webhooks",
        concurrencyLimit: 5,
        rateLimit: { limit: 600, period: "1m", scope: "key" },
      },
    ],
  };
}

function toTask({ id, queue, machine }: (typeof profiles)[number]): TaskManifest {
  const isOwnQueue = queue === `task/${id}`;
  return {
    ...base(id),
    ...(isMachinePreset(machine) && machine !== "small-1x" && { machine }),
    queue: isOwnQueue ? { concurrencyLimit: id === "transcode-video" ? 1 : 20 } : { name: queue },
    ...DETAILS[id],
  };
}

function base(id: string): TaskManifest {
  return {
    id,
    filePath: `trigger/${FOLDERS[id] ?? "shop"}/${id.slice(0, 40)}.ts`,
    exportName: id.slice(0, 40).replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
  };
}

const FOLDERS: Record<string, string> = {
  "send-receipt": "mail",
  "process-order": "orders",
  "sync-product": "catalogue",
  "import-catalogue": "catalogue",
  "deliver-webhook": "webhooks",
  "daily-sales-report": "reports",
  "resize-image": "media",
  "transcode-video": "media",
  [LONG_TASK]: "accounting",
};

const userId = { type: "integer", minimum: 0, description: "The customer’s number" };
const email = { type: "string", format: "email" };

/** What single tasks say beyond the project's defaults. */
const DETAILS: Record<string, Partial<TaskManifest>> = {
  "send-receipt": {
    description: "Sends a customer the receipt of an order, in their language.",
    retry: { maxAttempts: 5, factor: 1.8, minTimeoutInMs: 500, maxTimeoutInMs: 30_000 },
    ttl: "10m",
    payloadSchema: {
      type: "object",
      properties: {
        to: email,
        userId,
        template: { type: "string", enum: ["receipt", "welcome", "shipped", "refund"] },
        locale: { type: "string", enum: ["en", "de", "pt-BR", "ja"], default: "en" },
      },
      required: ["to", "template"],
      additionalProperties: false,
    },
  },
  "process-order": {
    description: "Charges the card, reserves stock and books the shipping of one order.",
    retry: { maxAttempts: 3 },
    maxDuration: 120,
    payloadSchema: {
      type: "object",
      properties: {
        orderId: { type: "string", pattern: "^ord_", description: "As the shop names it" },
        userId,
        customer: {
          type: "object",
          properties: {
            name: { type: "string" },
            email,
            plan: { enum: ["free", "pro", "enterprise"] },
          },
          required: ["email"],
        },
        items: {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            properties: {
              sku: { type: "string" },
              quantity: { type: "integer", minimum: 1, default: 1 },
              price: { type: "number", minimum: 0 },
            },
            required: ["sku", "quantity"],
          },
        },
        total: { type: "number" },
        currency: { enum: ["EUR", "USD", "GBP"], default: "EUR" },
        isGift: { type: "boolean", default: false },
      },
      required: ["orderId", "items"],
    },
  },
  "daily-sales-report": {
    description: "Yesterday’s sales by region, as a PDF to everybody who asked for it.",
    maxDuration: 900,
    // Its queue is paused: a tick that comes while Pawl runs waits with the others.
    triggerSource: "schedule",
    schedule: { cron: "0 6 * * *", timezone: "Europe/Lisbon" },
  },
  "transcode-video": {
    description: "One upload into the three sizes that the players ask for.",
    maxDuration: 3_600,
    retry: { maxAttempts: 2 },
  },
};

const STEPS: TaskManifest[] = orderSteps.map(({ id }) => base(id));
const OTHERS: TaskManifest[] = [
  { ...base("import-catalogue"), queue: { name: "catalogue" }, maxDuration: 1_800 },
  { ...base("remind-trial"), description: "Waits three days, then reminds of the end of a trial." },
  base("reindex-search"),
  ...["month", "region", "country", "branch", "till"].map((level) => base(`close-${level}`)),
];
