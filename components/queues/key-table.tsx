import Link from "next/link";
import type { ReactNode } from "react";
import { formatDuration } from "#components/ui/format-duration.ts";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { QueueDetailView } from "#worker/domain/insight/views.ts";

/** Who waits longest, and who has the most waiting: one key that crowds out the others shows at the top. */
export function KeyTable(props: { view: QueueDetailView; queueName: string }): ReactNode {
  const { view, queueName } = props;
  const paths = usePaths();
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-section">Concurrency keys</h2>
      {view.keys.length === 0 && (
        <p className="text-text-muted">Nothing waits or runs in this queue.</p>
      )}
      {view.areKeysCapped && (
        <p className="text-text-muted">
          The first 200 keys by name that have runs waiting, those that wait longest first.
        </p>
      )}
      <ul className="rounded-panel border border-border empty:hidden">
        {view.keys.map(({ key, queued, running, oldestWaitMs }) => (
          <li
            key={key}
            className="flex flex-wrap gap-x-6 gap-y-1 border-border border-b px-3 py-2 last:border-b-0"
          >
            {key === "" ? (
              <span className="w-56 text-text-muted">Without a key</span>
            ) : (
              <Link
                href={paths.runsOfQueue(queueName, key)}
                title={key}
                className="w-56 truncate font-medium text-accent hover:underline"
              >
                {key}
              </Link>
            )}
            <span className="w-28 tabular-nums">
              {queued.count.toLocaleString("en")}
              {queued.isCapped && "+"} waiting
            </span>
            <span className="w-24 tabular-nums">{running} running</span>
            <span className="text-text-muted tabular-nums">
              {oldestWaitMs === undefined ? "" : `first waits ${formatDuration(oldestWaitMs)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
