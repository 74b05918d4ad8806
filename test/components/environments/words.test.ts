import { expect, test } from "vitest";
import { lossText } from "#components/environments/words.ts";

test("what is lost with environments is counted over all of them", () => {
  expect(lossText([{ running: 0, queued: 0 }])).toBe("Nothing executes or waits there now.");
  expect(lossText([{ running: 1, queued: 0 }])).toBe(
    "At this moment: 1 executing run is canceled.",
  );
  expect(
    lossText([
      { running: 1, queued: 1_200 },
      { running: 2, queued: 0 },
    ]),
  ).toBe("At this moment: 3 executing runs are canceled, 1,200 waiting runs are never started.");
});
