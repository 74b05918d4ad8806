import { describe, expect, it } from "vitest";
import { abortReason, batchStatus } from "#worker/domain/batch-status.ts";

const at = new Date(0);
const facts = { sealedAt: at, abortedAt: null, refused: 0, open: 0, over: 0 };

describe("batchStatus", () => {
  it.each([
    ["PENDING", { sealedAt: null, open: 1 }],
    ["PROCESSING", { open: 1, over: 1, refused: 1 }],
    ["COMPLETED", { over: 2 }],
    ["PARTIAL_FAILED", { over: 1, refused: 1 }],
    ["ABORTED", { refused: 2 }],
    ["ABORTED", { sealedAt: null, abortedAt: at, open: 1, over: 1 }],
  ] as const)("is %s with %j", (status, change) => {
    expect(batchStatus({ ...facts, ...change })).toBe(status);
  });
});

describe("abortReason", () => {
  it("says how much came, and what becomes of that", () => {
    expect(abortReason({ arrived: 3, expected: 5 })).toBe(
      "Only 3 of its 5 items arrived within 30 minutes, so the batch was never fully created. What arrived is not affected.",
    );
    expect(abortReason({ arrived: 0, expected: 2 })).toBe(
      "None of its 2 items arrived within 30 minutes, so the batch was never fully created.",
    );
  });
});
