import type { ReactNode } from "react";
import { formatDuration } from "#components/ui/format-duration.ts";
import { RelativeTime } from "#components/ui/time.tsx";
import type { StatusProof } from "#sdk/wire/status.ts";

/** What each link of the chain took the newest test run. */
export function ProofSteps({ proof }: { proof: StatusProof }): ReactNode {
  const { steps, totalMs, startedAt, message } = proof;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-section">The last test run</h2>
      <p className="text-text-muted">
        Made <RelativeTime value={startedAt} />: a built-in task went through the queue to a worker,
        which ran it in a process of its own. It shows in no list of runs.
      </p>
      {message !== undefined && <p className="break-words">{message}</p>}
      <ol className="rounded-panel border border-border">
        {steps.map(({ name, ms }) => (
          <Step key={name} name={name} ms={ms} />
        ))}
        {totalMs !== undefined && <Step name="In all" ms={totalMs} />}
      </ol>
    </section>
  );
}

function Step({ name, ms }: { name: string; ms: number }): ReactNode {
  return (
    <li className="flex justify-between gap-4 border-border border-b px-4 py-2 last:border-b-0 last:font-medium">
      <span>{name}</span>
      <span className="tabular-nums">{formatDuration(ms)}</span>
    </li>
  );
}
