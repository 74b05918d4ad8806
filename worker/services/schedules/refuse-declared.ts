import type { Schedule } from "#prisma/generated/client.ts";
import { DomainError } from "#worker/domain/errors.ts";

/** What is in the code is changed in the code: the next deployment would undo anything else. */
export function refuseDeclared(
  { type, taskSlug }: Pick<Schedule, "type" | "taskSlug">,
  done: "changed" | "deleted",
): void {
  if (type === "IMPERATIVE") return;
  throw new DomainError(
    "UNPROCESSABLE",
    `This schedule is declared in the code of “${taskSlug}” and cannot be ${done} here. Change the cron of the task and deploy it, or deactivate the schedule.`,
  );
}
