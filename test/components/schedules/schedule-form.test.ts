import { describe, expect, it } from "vitest";
import {
  fieldsOf,
  problemsOf,
  ruleOfFields,
  type ScheduleFields,
  toInput,
} from "#components/schedules/schedule-form.ts";

const FIELDS: ScheduleFields = {
  task: "report",
  cron: " 0 9 * * * ",
  timezone: "Europe/Berlin",
  window: "",
  externalId: "",
  deduplicationKey: "",
};

describe("the form of a schedule", () => {
  it("says what is wrong beside its field", () => {
    expect(problemsOf(FIELDS)).toEqual({});
    const wrong = { ...FIELDS, task: "", cron: "x", timezone: "berlin", window: "1d" };
    expect(problemsOf(wrong)).toEqual({
      task: "Choose the task that it runs.",
      cron: expect.stringContaining("five fields"),
      timezone: expect.stringContaining("Did you mean Europe/Berlin?"),
      window: expect.stringContaining("no window"),
    });
  });

  it("leaves out what is empty, and makes a key for a new one", () => {
    const input = { task: "report", cron: "0 9 * * *", timezone: "Europe/Berlin" };
    expect(toInput(FIELDS)).toEqual(input);
    expect(toInput(FIELDS, "made")).toEqual({ ...input, deduplicationKey: "made" });
    const full = { ...FIELDS, window: "30m", externalId: "x", deduplicationKey: "mine" };
    expect(toInput(full, "made")).toEqual({
      ...input,
      window: "30m",
      externalId: "x",
      deduplicationKey: "mine",
    });
  });

  it("has a rule once cron and zone are right", () => {
    expect(ruleOfFields(FIELDS)?.cron).toBe("0 9 * * *");
    expect(ruleOfFields({ ...FIELDS, cron: "0 9" })).toBeUndefined();
  });

  it("starts from the schedule that is changed", () => {
    const schedule = {
      id: "sched_1",
      type: "IMPERATIVE",
      task: "report",
      active: true,
      generator: { type: "CRON", expression: "0 9 * * *", description: "" },
      timezone: "Europe/Berlin",
      environments: [],
      createdAt: "",
      isTaskDeployed: true,
    } as const;
    expect(fieldsOf({ ...schedule, environments: [] })).toEqual({ ...FIELDS, cron: "0 9 * * *" });
  });
});
