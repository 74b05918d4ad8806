"use client";

import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { RunOverview } from "./run-overview.tsx";
import { useRun } from "./use-run.ts";

/** A run that the run of the page has started: what is asked first, and the way to its own page. */
export function ChildInspector(props: { runId: string; onBack: () => void }): ReactNode {
  const paths = usePaths();
  const { run, timeline } = useRun(props.runId);
  return (
    <>
      <div className="flex h-10 shrink-0 items-center gap-1 border-border border-b pr-4 pl-2">
        <Button
          size="icon"
          variant="ghost"
          shortcut="escape"
          label="Back to the run"
          onClick={props.onBack}
        >
          <ArrowLeft aria-hidden className="size-4" />
        </Button>
        <h2 className="min-w-0 flex-1 truncate font-semibold text-section">
          {run.data?.taskIdentifier ?? "Child run"}
        </h2>
        <ButtonLink size="small" href={paths.run(props.runId)}>
          Open run
        </ButtonLink>
      </div>
      <div className="flex min-h-0 flex-1 flex-col gap-6 overflow-y-auto p-4">
        {run.isError && (
          <ErrorCallout title="The run could not be loaded" {...describeError(run.error)} />
        )}
        {run.data && (
          <>
            <RunOverview
              run={run.data}
              timeline={timeline.data ?? { attempts: [], events: [], cursor: "" }}
            />
            {run.data.payload !== undefined && (
              <section>
                <h3 className="pb-2 font-semibold text-section">Payload</h3>
                <JsonViewer value={run.data.payload} fileName={`${run.data.id}-payload`} />
              </section>
            )}
          </>
        )}
      </div>
    </>
  );
}
