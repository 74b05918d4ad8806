import { describe, expect, it } from "vitest";
import { DomainError } from "#worker/domain/errors.ts";
import { persistently } from "#worker/jobs/persistently.ts";

describe("persistently", () => {
  it("calls again until the database answers", async () => {
    let calls = 0;
    const answer = await persistently(async () => {
      calls++;
      if (calls === 1) throw new Error("connect ECONNREFUSED");
      return "answered";
    });
    expect(answer).toBe("answered");
    expect(calls).toBe(2);
  });

  it("takes a refusal of our own for an answer", async () => {
    let calls = 0;
    const refused = persistently(async () => {
      calls++;
      throw new DomainError("NOT_FOUND", "Gone");
    });
    await expect(refused).rejects.toThrow("Gone");
    expect(calls).toBe(1);
  });
});
