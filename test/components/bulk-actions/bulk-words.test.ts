import { describe, expect, test } from "vitest";
import {
  dialogTitle,
  effectWords,
  filterWords,
  progressOf,
  progressWords,
  resultWords,
} from "#components/bulk-actions/bulk-words.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";

function anAction(more: Partial<BulkActionObject> = {}): BulkActionObject {
  return {
    id: "bulk_1",
    type: "CANCEL",
    status: "PENDING",
    counts: { total: 1_204, success: 300, failure: 0, skipped: 4 },
    isCounted: true,
    createdAt: "2026-01-02T03:04:05.000Z",
    createdBy: "Ada",
    ...more,
  };
}

describe("the words of a bulk action", () => {
  test("say beforehand to how many runs what happens", () => {
    expect(dialogTitle("cancel", { count: 1, isCapped: false })).toBe("Cancel 1 run?");
    expect(dialogTitle("replay", { count: 10_000, isCapped: true })).toBe("Replay 10,000+ runs?");
    expect(effectWords("cancel", "FILTER")).toMatch(/with the unfinished runs.*from now on/);
    expect(effectWords("replay", "IDS")).not.toMatch(/from now on/);
  });

  test("say how far it is, also before it has been counted", () => {
    expect(progressWords(anAction())).toBe("Canceling 1,204 runs: 304 done");
    expect(progressWords(anAction({ isCounted: false, type: "REPLAY" }))).toBe(
      "Replaying runs: 304 done",
    );
    expect(progressOf(anAction())).toBeCloseTo(304 / 1_204);
    const more = { total: 2, success: 5, failure: 0, skipped: 0 };
    expect(progressOf(anAction({ counts: more }))).toBe(1);
    expect(progressOf(anAction({ status: "COMPLETED", counts: { ...more, success: 0 } }))).toBe(1);
  });

  test("say what came of it", () => {
    const counts = { total: 3, success: 1, failure: 1, skipped: 1 };
    expect(resultWords(anAction({ status: "COMPLETED", counts }))).toBe(
      "1 run canceled, 1 failed, 1 skipped",
    );
    expect(resultWords(anAction({ status: "ABORTED", type: "REPLAY" }))).toBe(
      "Aborted: 300 runs replayed, 4 skipped",
    );
  });

  test("say what a filter means, also one that they do not know", () => {
    expect(
      filterWords({
        "filter[status]": "FAILED,CRASHED",
        "filter[createdAt][from]": "2026-01-01T00:00:00.000Z",
        "filter[isTest]": "false",
        "filter[durationMs][min]": "5",
      }),
    ).toEqual([
      "status: failed or crashed",
      "created since: 2026-01-01T00:00:00.000Z",
      "test run: no",
      "durationMs min: 5",
    ]);
  });
});
