import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { newId } from "#worker/services/new-id.ts";
import { removeRollups } from "#worker/services/retention/remove-rollups.ts";

const database = useDatabase();
const HOUR_MS = 3_600_000;
const now = new Date("2026-03-12T14:00:00Z");
const hoursAgo = (hours: number) => new Date(now.getTime() - hours * HOUR_MS);

it("removes minutes after three hours, hours, groups and versions with what they are of", async () => {
  const ctx = systemContext(database.db, { clock: () => now });
  const { prisma } = database.db;
  const place = { environmentId: newId(), taskSlug: "t" };
  const sum = { ...place, queueName: "q", event: "STARTED", bucket: 1, count: 1, totalMs: 1 };
  for (const [period, startsAt] of [
    ["MINUTE", hoursAgo(2)],
    ["MINUTE", hoursAgo(4)],
    ["HOUR", hoursAgo(4)],
    ["HOUR", hoursAgo(50)],
  ] as const) {
    await prisma.runRollup.create({ data: { ...sum, period, startsAt } });
  }
  for (const seenAt of [hoursAgo(4), hoursAgo(50)]) {
    const fingerprint = seenAt.toISOString();
    await prisma.errorRollup.create({
      data: { ...place, fingerprint, startsAt: seenAt, deploymentId: newId(), count: 1 },
    });
    await prisma.errorGroup.create({
      data: {
        ...{ ...place, id: newId(), fingerprint, name: "Error", message: "m", count: 1 },
        ...{ status: "UNRESOLVED", firstSeenAt: seenAt, lastSeenAt: seenAt },
        ...{ newestRunId: newId(), newestDeploymentId: newId() },
      },
    });
  }
  const { environmentId } = place;
  await prisma.deploymentRollup.create({
    data: { environmentId, deploymentId: newId(), event: "STARTED", count: 1 },
  });
  await removeRollups(ctx, { endedBefore: hoursAgo(48) });
  const kept = await prisma.runRollup.findMany({ orderBy: { startsAt: "asc" } });
  expect(kept.map(({ period, startsAt }) => [period, startsAt])).toEqual([
    ["HOUR", hoursAgo(4)],
    ["MINUTE", hoursAgo(2)],
  ]);
  expect(await prisma.errorRollup.count()).toBe(1);
  expect(await prisma.errorGroup.findMany()).toMatchObject([{ lastSeenAt: hoursAgo(4) }]);
  expect(await prisma.deploymentRollup.count()).toBe(0);
});
