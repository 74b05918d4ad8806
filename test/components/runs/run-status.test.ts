import { expect, test } from "vitest";
import { RUN_STATUS } from "#components/runs/run-status.tsx";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";
import { isFinal, statusFlags } from "#worker/domain/run-status.ts";

test("all 13 statuses look like something and mean something", () => {
  expect(Object.keys(RUN_STATUS).sort()).toEqual([...RUN_STATUSES].sort());
  for (const status of RUN_STATUSES) {
    expect(RUN_STATUS[status].label).not.toBe("");
    expect(RUN_STATUS[status].description).toMatch(/\.$/);
    expect(RUN_STATUS[status].icon).toBeDefined();
  }
});

test("labels are told apart", () => {
  expect(new Set(RUN_STATUSES.map((status) => RUN_STATUS[status].label)).size).toBe(13);
});

test("icons are told apart without their colour, except where both mean being started", () => {
  const shared = ["DEQUEUED", "EXECUTING"];
  const others = RUN_STATUSES.filter((status) => !shared.includes(status));
  expect(new Set(others.map((status) => RUN_STATUS[status].icon)).size).toBe(others.length);
});

test("only success is green, only what went wrong is red, only what goes on spins", () => {
  for (const status of RUN_STATUSES) {
    const { tone, isSpinning } = RUN_STATUS[status];
    expect(tone === "success").toBe(status === "COMPLETED");
    const isDeliberate = status === "CANCELED" || status === "EXPIRED";
    expect(tone === "danger").toBe(isFinal(status) && status !== "COMPLETED" && !isDeliberate);
    expect(isSpinning ?? false).toBe(statusFlags(status).isExecuting);
  }
});
