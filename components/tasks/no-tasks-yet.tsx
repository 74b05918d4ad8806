"use client";

import type { ReactNode } from "react";
import { KeySnippet } from "#components/api-keys/key-snippet.tsx";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";

const TASK = `import { task } from "@pawl/sdk";

export const helloWorld = task({
  id: "hello-world",
  run: async (payload: { name?: string }) => {
    return { greeting: \`Hello, \${payload.name ?? "world"}\` };
  },
});`;

export function NoTasksYet(): ReactNode {
  const { environment } = usePlace();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        title={`No tasks in ${environment.name} yet`}
        description="A task is an exported function that Pawl runs in the background, with retries, queues and a timeline. Three steps bring the first one here."
      >
        <ol className="flex flex-col gap-6">
          <Step number={1} title="Write a task in trigger/hello-world.ts">
            <Snippet code={TASK} label="Copy the task" />
          </Step>
          <Step number={2} title="Point your project at this environment, in .env">
            <KeySnippet />
          </Step>
          <Step number={3} title="Deploy">
            <Snippet code="npx pawl deploy" label="Copy the command" />
          </Step>
        </ol>
        <DocsLink slug="tasks">How tasks work</DocsLink>
        <WaitingNote>Waiting for the first deployment.</WaitingNote>
      </EmptyState>
    </div>
  );
}

function Step(props: { number: number; title: string; children: ReactNode }): ReactNode {
  return (
    <li className="flex min-w-0 flex-col gap-2">
      <h3 className="flex items-center gap-2 font-medium">
        <span
          aria-hidden
          className="flex size-5 items-center justify-center rounded-full border border-border-strong text-caption text-text-muted tabular-nums"
        >
          {props.number}
        </span>
        {props.title}
      </h3>
      {props.children}
    </li>
  );
}
