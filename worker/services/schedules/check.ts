import type { TaskManifest } from "#sdk/wire/manifest.ts";
import { DomainError } from "#worker/domain/errors.ts";
import {
  cronProblem,
  type ScheduleRule,
  timezoneProblem,
  windowProblem,
} from "#worker/domain/schedule.ts";
import type { EnvironmentContext } from "../context.ts";
import type { UpdateScheduleInput } from "./schemas.ts";

export interface CheckedSchedule extends ScheduleRule {
  taskSlug: string;
  externalId: string | null;
}

/** What is wrong with a rule and what to do about it; undefined when it is right. */
export function ruleProblem({ cron, timezone, window }: ScheduleRule): string | undefined {
  return (
    cronProblem(cron) ??
    timezoneProblem(timezone) ??
    (window === null ? undefined : windowProblem(window))
  );
}

/** Throws UNPROCESSABLE for a rule that means nothing, and for a task that cannot be scheduled. */
export async function checkSchedule(
  ctx: EnvironmentContext,
  input: UpdateScheduleInput,
): Promise<CheckedSchedule> {
  const { task: taskSlug, externalId = null, window = null, timezone } = input;
  // Fields are set apart by single spaces, so that the same rule is the same text.
  const cron = input.cron.trim().split(/\s+/).join(" ");
  const schedule = { taskSlug, externalId, cron, timezone: timezone || "UTC", window };
  const problem = ruleProblem(schedule);
  if (problem) throw new DomainError("UNPROCESSABLE", problem);
  await checkTask(ctx, taskSlug);
  return schedule;
}

async function checkTask(ctx: EnvironmentContext, slug: string): Promise<void> {
  const row = await ctx.db.prisma.task.findFirst({
    where: { environmentId: ctx.environment.id, slug, archivedAt: null },
    select: { manifest: true },
  });
  if (!row) {
    throw new DomainError(
      "UNPROCESSABLE",
      `The task “${slug}” is not in the current deployment of this environment. Deploy it first.`,
    );
  }
  if (manifestOf(row.manifest).triggerSource !== "schedule") {
    throw new DomainError(
      "UNPROCESSABLE",
      `The task “${slug}” takes no schedule. Declare it with schedules.task({ id: "${slug}", run }) and deploy it.`,
    );
  }
}

/** The column holds what `deployments/create.ts` checked with zod before it wrote it. */
function manifestOf(value: unknown): TaskManifest {
  return value as TaskManifest;
}
