import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { TaskVersionView } from "#worker/domain/tasks/views.ts";
import { TaskSection } from "./task-section.tsx";

/** The deployments that have it, with what each changed of its settings. */
export function TaskVersions({ versions }: { versions: readonly TaskVersionView[] }): ReactNode {
  const paths = usePaths();
  return (
    <TaskSection title="Last versions">
      <ul className="rounded-panel border border-border">
        {versions.map((version) => (
          <li
            key={version.version}
            className="flex flex-wrap items-center gap-x-6 gap-y-1 border-border border-b px-3 py-2 last:border-b-0"
          >
            <span className="flex w-44 items-center gap-2">
              <Link
                href={paths.deployment(version.version)}
                className="text-accent tabular-nums hover:underline"
              >
                {version.version}
              </Link>
              {version.isCurrent && <Badge tone="success">Current</Badge>}
            </span>
            <span className="w-24 text-text-muted">
              <RelativeTime value={version.at} />
            </span>
            <span className="min-w-0 flex-1 text-text-muted">{changeText(version)}</span>
          </li>
        ))}
      </ul>
    </TaskSection>
  );
}

function changeText({ isFirst, changed }: TaskVersionView): string {
  if (isFirst) return "Added";
  return changed.length === 0 ? "The same settings" : `Changed: ${changed.join(", ")}`;
}
