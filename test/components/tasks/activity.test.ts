import { describe, expect, it } from "vitest";
import { activityBars, activityText, totals } from "#components/tasks/activity.ts";

const hours = ["2026-03-01T10:00:00.000Z", "2026-03-01T11:00:00.000Z"];
const ofTask = [{ at: "2026-03-01T11:00:00.000Z", runs: { COMPLETED: 4, FAILED: 1, CRASHED: 1 } }];
const deployments = [{ version: "20260301.1", at: "2026-03-01T11:30:00.000Z" }];

describe("the activity of a task", () => {
  it("has a bar for every hour, stacked by tone, and a mark where something was deployed", () => {
    const { bars, highest, deploys } = activityBars({ hours, deployments }, ofTask);
    expect(bars.map(({ parts }) => parts)).toEqual([
      [],
      [
        { tone: "success", count: 4 },
        { tone: "danger", count: 2 },
      ],
    ]);
    expect(highest).toBe(6);
    expect(deploys).toEqual([{ version: "20260301.1", at: deployments[0]?.at, place: 1.5 }]);
  });

  it("is told in a sentence", () => {
    expect(activityText(ofTask, deployments)).toBe(
      "Last 24 hours: 4 completed, 1 failed, 1 crashed. Deployed: 20260301.1.",
    );
    expect(activityText([], [])).toBe("Last 24 hours: nothing ended.");
    expect(totals(ofTask)).toContainEqual({ status: "FAILED", count: 1 });
  });
});
