"use client";

import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { shortRunId } from "#components/runs/run-id.ts";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { TaskDetailView } from "#worker/domain/views.ts";
import { MisfitNote } from "./misfit-note.tsx";
import { PayloadField } from "./payload-field.tsx";
import { RecentMenu } from "./recent-menu.tsx";
import { RunFormFooter } from "./run-form-footer.tsx";
import { SchemaMenu } from "./schema-menu.tsx";
import { TemplateMenu } from "./template-menu.tsx";
import { TestOptionsFields } from "./test-options-fields.tsx";
import { type TestFormState, useTestForm } from "./use-test-form.ts";

export function TestForm({ task }: { task: TaskDetailView }): ReactNode {
  const form = useTestForm(task);
  const { json, options, trigger, misfits } = form;
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        void form.submit(event.currentTarget, false);
      }}
    >
      <Toolbar task={task} form={form} />
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <PayloadField json={json} shape={form.shape} />
        {json.problem !== undefined && (
          <p role="alert" className="border-danger/30 border-t bg-danger-bg px-4 py-2 text-danger">
            Line {json.problem.line}, column {json.problem.column}: {json.problem.message}
          </p>
        )}
        <MisfitNote
          misfits={misfits}
          onRunAnyway={(button) => {
            const around = button.closest("form");
            if (around) void form.submit(around, true);
          }}
        />
        <TestOptionsFields {...options.fields} />
        {trigger.isError && (
          <div className="p-4 pt-0">
            <ErrorCallout title="The run was not started" {...describeError(trigger.error)} />
          </div>
        )}
      </div>
      <RunFormFooter isPending={trigger.isPending || trigger.isSuccess} />
    </form>
  );
}

function Toolbar({ task, form }: { task: TaskDetailView; form: TestFormState }): ReactNode {
  return (
    <div className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-border border-b px-4 py-1">
      <h2 title={task.id} className="min-w-0 truncate font-semibold text-section max-lg:hidden">
        {task.id}
      </h2>
      <span className="mr-auto min-w-0 truncate text-caption text-text-muted">
        {task.lastPayload ? (
          <>
            Starts with the payload of {shortRunId(task.lastPayload.runId)},{" "}
            <RelativeTime value={task.lastPayload.createdAt} />
          </>
        ) : (
          "No run yet to take a payload from"
        )}
      </span>
      <RecentMenu recent={form.recent} onChoose={form.takeRun} />
      <TemplateMenu
        taskId={task.id}
        onChoose={form.takeTemplate}
        read={() => ({ payload: form.json.text, options: form.options.options })}
      />
      <SchemaMenu shape={form.shape} taskId={task.id} />
    </div>
  );
}
