"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { RunOverview } from "./run-overview.tsx";
import { useRun } from "./use-run.ts";

type Props = { runId: string; href: string; onClose: () => void };

/** A look at a run without leaving the list: the panel follows the row in focus. */
export function RunPeek({ runId, href, onClose }: Props): ReactNode {
  const { run, timeline } = useRun(runId);
  return (
    <aside
      aria-label="Peek"
      className="absolute inset-y-0 right-0 z-30 flex w-[min(26rem,100%)] flex-col border-border border-l bg-background shadow-floating"
    >
      <div className="flex h-10 shrink-0 items-center gap-2 border-border border-b px-4">
        <h2
          title={run.data?.taskIdentifier}
          className="min-w-0 flex-1 truncate font-semibold text-section"
        >
          {run.data?.taskIdentifier ?? "Run"}
        </h2>
        <ButtonLink size="small" href={href}>
          Open run
        </ButtonLink>
        <Button
          size="icon"
          variant="ghost"
          label="Close the panel"
          shortcut="escape"
          onClick={onClose}
        >
          <X aria-hidden className="size-4" />
        </Button>
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4">
        {run.isError && (
          <ErrorCallout title="The run could not be loaded" {...describeError(run.error)} />
        )}
        {run.isPending && <Skeleton className="w-48" />}
        {run.data && (
          <>
            <RunOverview
              run={run.data}
              timeline={timeline.data ?? { attempts: [], events: [], cursor: "" }}
            />
            {run.data.payload !== undefined && (
              <section>
                <h3 className="pb-2 font-semibold text-section">Payload</h3>
                <JsonViewer value={run.data.payload} fileName={`${runId}-payload`} />
              </section>
            )}
          </>
        )}
      </div>
    </aside>
  );
}
