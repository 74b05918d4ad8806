import { friendlyId } from "#worker/domain/ids.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { changeError } from "#worker/services/errors/change.ts";
import type { ChangeErrorInput } from "#worker/services/errors/schemas.ts";
import { newId } from "#worker/services/new-id.ts";
import { createSchedule } from "#worker/services/schedules/create.ts";
import { completeWaitpoint } from "#worker/services/waitpoints/complete.ts";
import { createWaitpoint } from "#worker/services/waitpoints/create.ts";

const HOUR_MS = 3_600_000;

/** What is not a run: tokens that wait for somebody, schedules made by hand, bulk actions that are over. */
export async function addWhatPeopleMade(ctx: EnvironmentContext, now: Date): Promise<void> {
  await addTokens(ctx, now);
  await addBulkActions(ctx, now);
  await triageErrors(ctx, now);
  await createSchedule(ctx, {
    ...{ task: "daily-sales-report", cron: "30 7 * * MON", timezone: "America/New_York" },
    ...{ externalId: "customer_4711", deduplicationKey: "weekly-report-customer_4711" },
  });
}

/** Oldest first: lists are in the order of ids. */
const APPROVALS = [
  { tag: "supplier:onboarding", hours: 50, timeout: "24h" },
  { tag: "article:opening-hours", hours: 30, timeout: "7d", answer: { approved: false } },
  { tag: "article:spring-sale", hours: 20, timeout: "7d" },
  { tag: "refund:ord_b20c44", hours: 5, timeout: "3d", answer: { approved: true, by: "Grace" } },
  { tag: "refund:ord_7f3a91", hours: 1, timeout: "3d" },
];

async function addTokens(ctx: EnvironmentContext, now: Date): Promise<void> {
  for (const { tag, hours, timeout, answer } of APPROVALS) {
    const at = new Date(now.getTime() - hours * HOUR_MS);
    const then = { ...ctx, clock: () => at };
    const { friendlyId: tokenId } = await createWaitpoint(then, {
      input: { tags: [tag, "approval"], timeout },
    });
    if (answer) await completeWaitpoint(then, { tokenId, data: answer });
  }
}

/** Somebody has looked through the errors: one is fixed, one is known, one is not worth a look for a month. */
async function triageErrors(ctx: EnvironmentContext, now: Date): Promise<void> {
  const then = {
    ...{ ...ctx, clock: () => new Date(now.getTime() - 3 * HOUR_MS) },
    actor: { kind: "system" as const, name: "Grace Hopper" },
  };
  const quiet = await ctx.db.prisma.errorGroup.findMany({
    where: { environmentId: ctx.environment.id, lastSeenAt: { lt: then.clock() } },
    orderBy: { lastSeenAt: "desc" },
    select: { id: true },
  });
  for (const [index, change] of TRIAGE.entries()) {
    // Every other one: what nobody has looked at stands between them.
    const group = quiet[index * 2];
    if (group) await changeError(then, friendlyId("error", group.id), change);
  }
}

const TRIAGE: ChangeErrorInput[] = [
  { action: "resolve" },
  { action: "ignore" },
  { action: "ignore", period: "30d" },
];

const DAY_MS = 24 * HOUR_MS;

/** Written down as done: no worker has to do anything to runs that never were. */
async function addBulkActions(ctx: EnvironmentContext, now: Date): Promise<void> {
  const at = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const common = { environmentId: ctx.environment.id, runIds: [] };
  await ctx.db.prisma.bulkAction.createMany({
    data: [
      {
        ...{ ...common, id: newId(), kind: "CANCEL", status: "ABORTED", createdBy: "Grace Hopper" },
        ...{ name: null, totalCount: 1_800, succeededCount: 640, skippedCount: 12 },
        filter: { "filter[taskIdentifier]": "sync-product" },
        ...{ createdAt: at(6), updatedAt: at(5.99), completedAt: at(5.99) },
      },
      {
        ...{
          ...common,
          id: newId(),
          kind: "REPLAY",
          status: "COMPLETED",
          createdBy: "Ada Lovelace",
        },
        ...{ name: "After the payment provider came back", totalCount: 214, succeededCount: 212 },
        ...{
          failedCount: 2,
          failure: "The run’s payload does not match the task’s schema any more.",
        },
        filter: { "filter[status]": "FAILED", "filter[taskIdentifier]": "process-order" },
        ...{ createdAt: at(2), updatedAt: at(1.99), completedAt: at(1.99) },
      },
    ],
  });
}
