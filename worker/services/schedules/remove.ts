import { notFound } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "../context.ts";
import { changeSchedule, NO_TICK } from "./change.ts";
import { findSchedule } from "./find.ts";
import { refuseDeclared } from "./refuse-declared.ts";

/** Deletes a schedule; its runs stay. One that is declared in code is refused. */
export async function removeSchedule(
  ctx: EnvironmentContext,
  scheduleId: string,
): Promise<{ id: string }> {
  const found = await findSchedule(ctx, "write", scheduleId);
  refuseDeclared(found, "deleted");
  const archivedAt = ctx.clock();
  const removed = await changeSchedule(ctx, { id: found.id }, () => ({ archivedAt, ...NO_TICK }));
  if (!removed) throw notFound(`Schedule ${scheduleId}`);
  return { id: scheduleId };
}
