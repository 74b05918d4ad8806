"use client";

import type { ReactNode } from "react";
import { TriggerSnippet } from "#components/api-keys/trigger-snippet.tsx";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";

export function NoRunsYet(): ReactNode {
  const { environment } = usePlace();
  const paths = usePaths();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        title={`No runs in ${environment.name} yet`}
        description="A run is one execution of a task with one payload. Start one here with a payload of your choice, or trigger it from anywhere."
      >
        <div>
          <ButtonLink href={paths.test} variant="primary">
            Test a task
          </ButtonLink>
        </div>
        <TriggerSnippet />
        <DocsLink slug="tasks">How tasks are triggered</DocsLink>
        <WaitingNote>Waiting for the first run.</WaitingNote>
      </EmptyState>
    </div>
  );
}
