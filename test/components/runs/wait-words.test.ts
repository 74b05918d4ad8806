import { describe, expect, it } from "vitest";
import { timeInSentence } from "#components/runs/wait-words.ts";

describe("timeInSentence", () => {
  const now = new Date(2026, 2, 12, 14, 3, 10).getTime();
  const say = (ms: number) => timeInSentence(new Date(now + ms).toISOString(), now);

  it("has seconds where they matter", () => {
    expect(say(15_000)).toBe("14:03:25");
    expect(say(-15_000)).toBe("14:02:55");
  });

  it("is the time of the day otherwise, with the day where that is another", () => {
    expect(say(-3_600_000)).toBe("13:03");
    expect(say(86_400_000)).toBe("13 Mar, 14:03");
    expect(say(12 * 3_600_000)).toBe("13 Mar, 02:03");
  });
});
