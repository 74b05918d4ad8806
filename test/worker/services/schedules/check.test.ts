import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { scheduleWorkspace } from "#test/support/schedules.ts";
import { checkSchedule, ruleProblem } from "#worker/services/schedules/check.ts";

const database = useDatabase();

it("gives a rule its defaults, and sets its fields apart by single spaces", async () => {
  const { ctx } = await scheduleWorkspace(database.db);
  expect(await checkSchedule(ctx, { task: "report", cron: " 0  9 * * * ", timezone: "" })).toEqual({
    taskSlug: "report",
    cron: "0 9 * * *",
    timezone: "UTC",
    window: null,
    externalId: null,
  });
});

it("says what is wrong and what to do", async () => {
  const { ctx } = await scheduleWorkspace(database.db);
  const check = (input: object) =>
    checkSchedule(ctx, { task: "report", cron: "0 9 * * *", ...input });
  const refused = (message: RegExp) => ({
    code: "UNPROCESSABLE",
    message: expect.stringMatching(message),
  });
  await expect(check({ cron: "nine" })).rejects.toMatchObject(refused(/needs five fields/));
  await expect(check({ timezone: "berlin" })).rejects.toMatchObject(refused(/Did you mean Europe/));
  await expect(check({ window: "90s" })).rejects.toMatchObject(refused(/such as 30m or 2h/));
  await expect(check({ task: "gone" })).rejects.toMatchObject(refused(/Deploy it first/));
  await expect(check({ task: "plain" })).rejects.toMatchObject(
    refused(/Declare it with schedules\.task\(\{ id: "plain", run \}\)/),
  );
});

it("looks at the cron first", () => {
  const wrong = { cron: "x", timezone: "x", window: "x" };
  expect(ruleProblem(wrong)).toMatch(/cron expression/);
  expect(ruleProblem({ ...wrong, cron: "* * * * *" })).toMatch(/time zone/);
  expect(ruleProblem({ cron: "* * * * *", timezone: "UTC", window: "x" })).toMatch(/window/);
  expect(ruleProblem({ cron: "* * * * *", timezone: "UTC", window: null })).toBeUndefined();
});
