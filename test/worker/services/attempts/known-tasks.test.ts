import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { knownTasks } from "#worker/services/attempts/known-tasks.ts";
import { newId } from "#worker/services/new-id.ts";

const database = useDatabase();

it("are the latest ones that a process has started, each once, and those of its database", () => {
  const ctx = systemContext(database.db);
  const deploymentId = newId();
  for (let i = 0; i < 250; i++) knownTasks(ctx).add({ deploymentId, taskSlug: `task-${i}` });
  knownTasks(ctx).add({ deploymentId, taskSlug: "task-249" });
  const slugs = knownTasks({ ...ctx })
    .list()
    .map(({ taskSlug }) => taskSlug);
  expect(slugs).toEqual(Array.from({ length: 200 }, (_, index) => `task-${index + 50}`));
  const other = { ...ctx, db: { ...ctx.db } };
  expect(knownTasks(other).list()).toEqual([]);
});
