/** What the runs of a task look like; `weight` is its share of all. */
export interface TaskProfile {
  id: string;
  weight: number;
  medianMs: number;
  /** Of the durations' logarithm. */
  spread: number;
  /** Share of its runs that end badly. */
  failure: number;
  queue: string;
  /** How many concurrency keys its runs have; 0: none. */
  keys: number;
  machine: string;
  kind: Kind;
  errors: { name: string; message: string; frames: string[] }[];
}

export type Kind = "order" | "email" | "product" | "report" | "media" | "webhook" | "account";

export const LONG_TASK =
  "reconcile-supplier-invoices-against-purchase-orders-and-goods-received-notes-for-every-open-accounting-period-of-the-year-v2";

export const profiles: TaskProfile[] = [
  {
    ...{ id: "send-receipt", weight: 17, medianMs: 420, spread: 0.5, failure: 0.012 },
    ...{ queue: "emails", keys: 400, machine: "small-1x", kind: "email" },
    errors: [
      {
        name: "RateLimitError",
        message: "429 Too many requests: the mail provider allows 10 a second",
        frames: [
          "send (lib/mail/provider.ts:58:11)",
          "async deliver (lib/mail/deliver.ts:22:18)",
          "async run (trigger/mail/send-receipt.ts:31:5)",
        ],
      },
      {
        name: "Error",
        message: "Mailbox does not exist: orders@old-domain.example",
        frames: [
          "async deliver (lib/mail/deliver.ts:37:13)",
          "async run (trigger/mail/send-receipt.ts:31:5)",
        ],
      },
    ],
  },
  {
    ...{ id: "process-order", weight: 7, medianMs: 2_900, spread: 0.6, failure: 0.035 },
    ...{ queue: "orders", keys: 60, machine: "small-2x", kind: "order" },
    errors: [
      {
        name: "PaymentDeclinedError",
        message: "The card was declined (insufficient_funds)",
        frames: [
          "assertCaptured (lib/payments/capture.ts:74:11)",
          "async chargeCard (lib/payments/capture.ts:41:3)",
          "async run (trigger/orders/process-order.ts:48:20)",
        ],
      },
      {
        name: "TypeError",
        message: "Cannot read properties of undefined (reading 'postalCode')",
        frames: [
          "toLabel (lib/shipping/label.ts:19:34)",
          "async run (trigger/orders/process-order.ts:63:17)",
        ],
      },
    ],
  },
  {
    ...{ id: "sync-product", weight: 21, medianMs: 760, spread: 0.7, failure: 0.02 },
    ...{ queue: "catalogue", keys: 0, machine: "small-1x", kind: "product" },
    errors: [
      {
        name: "HTTPError",
        message: "Request failed with status code 503 Service Unavailable: GET /v2/products",
        frames: [
          "request (lib/http/client.ts:88:15)",
          "async listProducts (lib/catalogue/api.ts:27:20)",
          "async run (trigger/catalogue/sync-product.ts:22:22)",
        ],
      },
    ],
  },
  {
    ...{ id: "deliver-webhook", weight: 22, medianMs: 240, spread: 0.9, failure: 0.045 },
    ...{ queue: "webhooks", keys: 250, machine: "micro", kind: "webhook" },
    errors: [
      {
        name: "FetchError",
        message: "connect ECONNREFUSED 203.0.113.24:443",
        frames: [
          "post (lib/webhooks/post.ts:33:9)",
          "async run (trigger/webhooks/deliver-webhook.ts:27:5)",
        ],
      },
      {
        name: "Error",
        message: "The endpoint answered 410 Gone; it is disabled from now on",
        frames: [
          "assertAlive (lib/webhooks/post.ts:51:11)",
          "async run (trigger/webhooks/deliver-webhook.ts:29:5)",
        ],
      },
    ],
  },
  {
    ...{ id: "resize-image", weight: 15, medianMs: 1_800, spread: 0.5, failure: 0.015 },
    ...{ queue: "task/resize-image", keys: 0, machine: "medium-1x", kind: "media" },
    errors: [
      {
        name: "Error",
        message: "Input buffer contains unsupported image format",
        frames: [
          "Sharp.toBuffer (node_modules/sharp/lib/output.js:163:17)",
          "async run (trigger/media/resize-image.ts:18:19)",
        ],
      },
    ],
  },
  {
    ...{ id: "transcode-video", weight: 2, medianMs: 96_000, spread: 0.6, failure: 0.06 },
    ...{ queue: "task/transcode-video", keys: 0, machine: "large-1x", kind: "media" },
    errors: [
      {
        name: "Error",
        message: "ffmpeg exited with code 1: moov atom not found",
        frames: ["run (lib/media/ffmpeg.ts:62:13)", "async run (trigger/media/transcode.ts:40:3)"],
      },
    ],
  },
  {
    ...{ id: "daily-sales-report", weight: 1, medianMs: 14_500, spread: 0.4, failure: 0.02 },
    ...{ queue: "reports", keys: 0, machine: "medium-2x", kind: "report" },
    errors: [
      {
        name: "QueryError",
        message: "canceling statement due to statement timeout",
        frames: [
          "query (lib/warehouse/client.ts:112:11)",
          "async collect (lib/reports/sales.ts:35:17)",
          "async run (trigger/reports/daily-sales-report.ts:26:22)",
        ],
      },
    ],
  },
  {
    ...{ id: "refresh-recommendations", weight: 8, medianMs: 3_600, spread: 0.8, failure: 0.01 },
    ...{ queue: "task/refresh-recommendations", keys: 0, machine: "medium-1x", kind: "account" },
    errors: [
      {
        name: "RangeError",
        message: "Maximum call stack size exceeded",
        frames: [
          "flatten (lib/recommend/graph.ts:44:10)",
          "flatten (lib/recommend/graph.ts:47:22)",
          "flatten (lib/recommend/graph.ts:47:22)",
          "async run (trigger/accounts/refresh-recommendations.ts:33:16)",
        ],
      },
    ],
  },
  {
    ...{ id: "verify-signup", weight: 6, medianMs: 1_100, spread: 0.5, failure: 0.03 },
    ...{ queue: "task/verify-signup", keys: 0, machine: "small-1x", kind: "account" },
    errors: [
      {
        name: "ZodError",
        message: 'Invalid input: expected string, received undefined at "email"',
        frames: [
          "parse (lib/accounts/schema.ts:12:24)",
          "async run (trigger/accounts/verify-signup.ts:15:17)",
        ],
      },
    ],
  },
  {
    ...{ id: LONG_TASK, weight: 1, medianMs: 22_000, spread: 0.5, failure: 0.05 },
    ...{ queue: "reports", keys: 12, machine: "medium-1x", kind: "report" },
    errors: [
      {
        name: "InvoiceMismatchError",
        message:
          "Invoice 2026-0411-88 names 1 204 pieces at 3.19, the purchase order 1 240 pieces at 3.19; the difference of 114.84 is above the tolerance of 25.00 and nobody has approved it",
        frames: [
          "assertWithinTolerance (lib/accounting/tolerance.ts:29:9)",
          "async reconcile (lib/accounting/reconcile.ts:91:7)",
          "async run (trigger/accounting/reconcile.ts:57:5)",
        ],
      },
    ],
  },
];

/** Children of every `process-order`, in order. */
export const orderSteps = [
  { id: "charge-card", from: 0.08, to: 0.46, queue: "task/charge-card" },
  { id: "reserve-stock", from: 0.47, to: 0.63, queue: "task/reserve-stock" },
  { id: "book-shipping", from: 0.64, to: 0.95, queue: "task/book-shipping" },
];
