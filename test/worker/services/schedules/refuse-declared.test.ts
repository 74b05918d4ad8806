import { expect, it } from "vitest";
import { refuseDeclared } from "#worker/services/schedules/refuse-declared.ts";

it("refuses what is declared in code, and says what to do instead", () => {
  expect(() => refuseDeclared({ type: "DECLARATIVE", taskSlug: "report" }, "deleted")).toThrow(
    "This schedule is declared in the code of “report” and cannot be deleted here. Change the cron of the task and deploy it, or deactivate the schedule.",
  );
  refuseDeclared({ type: "IMPERATIVE", taskSlug: "report" }, "deleted");
});
