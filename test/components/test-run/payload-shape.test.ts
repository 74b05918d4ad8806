import { expect, it } from "vitest";
import { payloadShape } from "#components/test-run/payload-shape.ts";

it("goes by the task's schema, else by what its runs were given", () => {
  expect(payloadShape({ type: "string" }, [1])).toEqual({
    from: "task",
    schema: { type: "string" },
  });
  expect(payloadShape(undefined, [1, 2])).toEqual({ from: "runs", schema: { type: "integer" } });
  expect(payloadShape(undefined, [])).toEqual({ from: "nobody" });
});
