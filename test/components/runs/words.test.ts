import { expect, test } from "vitest";
import { cancelEffect, cancelTitle } from "#components/runs/cancel-words.ts";
import { RUN_ID, shortRunId } from "#components/runs/run-id.ts";
import { aRun } from "#test/components/support.ts";

const executing = aRun({ status: "EXECUTING", taskIdentifier: "send-email" });
const queued = aRun({ status: "QUEUED", taskIdentifier: "send-email" });

test("canceling names the object and the effect", () => {
  expect(cancelTitle(executing)).toBe("Cancel this run of send-email?");
  expect(cancelEffect(queued)).toContain("nothing is interrupted");
  expect(cancelEffect(executing)).toMatch(/^It is executing/);
});

test("a run id is found in whatever was pasted", () => {
  expect(RUN_ID.exec("http://pawl/acme/shop/dev/runs/run_06f2mz4k?span=x")?.[0]).toBe(
    "run_06f2mz4k",
  );
  expect(RUN_ID.test("hello")).toBe(false);
});

test("a long id keeps its telling end", () => {
  expect(shortRunId("run_06f2mz4k8q0000000000255s0")).toBe("run_06f…0255s0");
  expect(shortRunId("run_short")).toBe("run_short");
});
