"use client";

import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { formatDuration } from "#components/ui/format-duration.ts";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { QueueDetailView, QueueKeyView } from "#worker/domain/insight/views.ts";

const SHOWN = 100;

/** Who waits longest, or who has the most waiting: one key that crowds out the others shows at the top. */
export function KeyTable(props: { view: QueueDetailView; queueName: string }): ReactNode {
  const { view, queueName } = props;
  const isByBacklog = useSearchParams().get("keys") === "backlog";
  const keys = (isByBacklog ? view.keys.toSorted(byBacklog) : view.keys).slice(0, SHOWN);
  return (
    <section className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 className="font-semibold text-section">Concurrency keys</h2>
        {keys.length > 1 && <RankLinks isByBacklog={isByBacklog} />}
      </div>
      {keys.length === 0 ? (
        <p className="text-text-muted">Nothing waits or runs in this queue.</p>
      ) : (
        <div className="overflow-x-auto rounded-panel border border-border">
          <table className="w-full min-w-120 table-fixed text-left">
            <thead>
              <tr className="border-border border-b text-text-muted">
                <th className="w-1/2 px-3 py-1.5 font-medium">Key</th>
                <th className="px-3 py-1.5 text-right font-medium">Waiting</th>
                <th className="px-3 py-1.5 text-right font-medium">Oldest wait</th>
                <th className="px-3 py-1.5 text-right font-medium">Running</th>
              </tr>
            </thead>
            <tbody>
              {keys.map((row) => (
                <KeyRow key={row.key} row={row} queueName={queueName} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Remainder view={view} />
    </section>
  );
}

function byBacklog(a: QueueKeyView, b: QueueKeyView): number {
  return b.queued.count - a.queued.count || (b.oldestWaitMs ?? -1) - (a.oldestWaitMs ?? -1);
}

function KeyRow({ row, queueName }: { row: QueueKeyView; queueName: string }): ReactNode {
  const { key, queued, running, oldestWaitMs } = row;
  const paths = usePaths();
  return (
    <tr className="border-border border-b last:border-b-0">
      <th scope="row" className="px-3 py-2 font-normal">
        {key === "" ? (
          <span className="text-text-muted">Without a key</span>
        ) : (
          <Link
            href={paths.runsOfQueue(queueName, key)}
            title={key}
            className="block truncate font-medium text-accent hover:underline"
          >
            {key}
          </Link>
        )}
      </th>
      <NumberCell isMuted={queued.count === 0}>
        {`${queued.count.toLocaleString("en")}${queued.isCapped ? "+" : ""}`}
      </NumberCell>
      <NumberCell isMuted={oldestWaitMs === undefined}>
        {oldestWaitMs === undefined ? "–" : formatDuration(oldestWaitMs)}
      </NumberCell>
      <NumberCell isMuted={running === 0}>{running.toLocaleString("en")}</NumberCell>
    </tr>
  );
}

function NumberCell(props: { isMuted: boolean; children: string }): ReactNode {
  return (
    <td
      className={cn("px-3 py-2 text-right tabular-nums", props.isMuted && "text-text-muted")}
      suppressHydrationWarning
    >
      {props.children}
    </td>
  );
}

function RankLinks({ isByBacklog }: { isByBacklog: boolean }): ReactNode {
  const pathname = usePathname();
  const ranks = [
    { label: "Longest wait", href: pathname, isCurrent: !isByBacklog },
    { label: "Most waiting", href: `${pathname}?keys=backlog`, isCurrent: isByBacklog },
  ];
  return (
    <nav aria-label="Rank keys by" className="flex gap-3">
      {ranks.map(({ label, href, isCurrent }) => (
        <Link
          key={label}
          href={href}
          replace
          scroll={false}
          prefetch={false}
          aria-current={isCurrent ? "true" : undefined}
          className={cn(
            "rounded-small hover:text-text",
            isCurrent ? "font-medium text-text" : "text-text-muted",
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

/** What the table leaves out, and why. */
function Remainder({ view }: { view: QueueDetailView }): ReactNode {
  const { keyCount, areKeysCapped } = view;
  if (!areKeysCapped && keyCount <= SHOWN) return null;
  return (
    <p className="text-caption text-text-muted">
      {areKeysCapped
        ? "More than 20,000 runs wait here, so these are of the first 200 keys by name."
        : `The first ${SHOWN} of ${keyCount.toLocaleString("en")} keys.`}
    </p>
  );
}
