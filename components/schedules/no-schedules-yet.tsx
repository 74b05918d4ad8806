import type { ReactNode } from "react";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";

const SCHEDULE = `import { schedules } from "@pawl/sdk";

export const dailyDigest = schedules.task({
  id: "daily-digest",
  cron: { pattern: "0 9 * * MON-FRI", timezone: "Europe/Lisbon" },
  run: async ({ timestamp, lastTimestamp }) => {},
});`;

/** `children`: what else can be done. */
export function NoSchedulesYet({ children }: { children: ReactNode }): ReactNode {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        title="No schedules yet"
        description="A schedule runs a task by the clock, in any time zone. Declare it with the task and deploy, or make one by hand for a task that schedules.task() declares."
      >
        <Snippet code={SCHEDULE} label="Copy the task" />
        <div>{children}</div>
        <DocsLink slug="schedules">How schedules work</DocsLink>
        <WaitingNote>Waiting for the first schedule.</WaitingNote>
      </EmptyState>
    </div>
  );
}
