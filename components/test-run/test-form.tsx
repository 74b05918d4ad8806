"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { shortRunId } from "#components/runs/run-id.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { checkJson, type JsonProblem } from "#components/ui/json-check.ts";
import { JsonEditor, type JsonEditorHandle } from "#components/ui/json-editor.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { usePlace, useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { TaskDetailView } from "#worker/domain/views.ts";
import { useTriggerTestRun } from "./mutations.ts";
import { checkOptions, NO_OPTIONS, type OptionField, type TestOptions } from "./test-options.ts";
import { TestOptionsFields } from "./test-options-fields.tsx";

export function TestForm({ task }: { task: TaskDetailView }): ReactNode {
  const { environment } = usePlace();
  const form = useTestForm(task);
  const readOnlyReason = useReadOnlyReason();
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        form.submit(event.currentTarget);
      }}
    >
      <div className="flex h-10 shrink-0 items-center gap-2 border-border border-b px-4 max-lg:hidden">
        <h2 title={task.id} className="min-w-0 truncate font-semibold text-section">
          {task.id}
        </h2>
        <span className="ml-auto min-w-0 shrink-0 truncate text-caption text-text-muted">
          {task.lastPayload ? (
            <>
              Payload of {shortRunId(task.lastPayload.runId)},{" "}
              <RelativeTime value={task.lastPayload.createdAt} />
            </>
          ) : (
            "No run yet to take a payload from"
          )}
        </span>
      </div>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <div className="min-h-64 flex-1">
          <JsonEditor
            value={form.json}
            onChange={form.setJson}
            label="Payload, as JSON"
            placeholder="Empty: the task gets no payload"
            autoFocus
            handle={form.editor}
          />
        </div>
        {form.problem !== undefined && (
          <p role="alert" className="border-danger/30 border-t bg-danger-bg px-4 py-2 text-danger">
            Line {form.problem.line}, column {form.problem.column}: {form.problem.message}
          </p>
        )}
        <TestOptionsFields
          options={form.options}
          onChange={form.setOptions}
          problems={form.optionProblems}
          isOpen={form.isOptionsOpen}
          onOpenChange={form.setIsOptionsOpen}
        />
        {form.trigger.isError && (
          <div className="p-4 pt-0">
            <ErrorCallout title="The run was not started" {...describeError(form.trigger.error)} />
          </div>
        )}
      </div>
      <div className="flex h-12 shrink-0 items-center justify-end gap-4 border-border border-t bg-surface px-4">
        <EnvironmentMark environment={environment} className="mr-auto text-text-muted" />
        <Button
          type="submit"
          variant="primary"
          shortcut="mod+enter"
          label={`Run test in ${environment.slug}`}
          isPending={form.trigger.isPending || form.trigger.isSuccess}
          disabledReason={readOnlyReason}
        >
          Run test in {environment.slug}
        </Button>
      </div>
    </form>
  );
}

function useTestForm(task: TaskDetailView) {
  const router = useRouter();
  const paths = usePaths();
  const trigger = useTriggerTestRun();
  const editor = useRef<JsonEditorHandle>(null);
  const [json, setJson] = useState(task.lastPayload?.json ?? "{}");
  const [problem, setProblem] = useState<JsonProblem>();
  const [options, setOptions] = useState<TestOptions>(NO_OPTIONS);
  const [optionProblems, setOptionProblems] = useState<Partial<Record<OptionField, string>>>({});
  const [isOptionsOpen, setIsOptionsOpen] = useState(false);

  const submit = (form: HTMLFormElement) => {
    const payload = json.trim() === "" ? { ok: true as const, value: undefined } : checkJson(json);
    setProblem(payload.ok ? undefined : payload.problem);
    const checked = checkOptions(options, new Date());
    setOptionProblems(checked.ok ? {} : checked.problems);
    if (!payload.ok) {
      editor.current?.focusAt(payload.problem.offset);
    } else if (!checked.ok) {
      setIsOptionsOpen(true);
      // After the fields are there.
      requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid]")?.focus());
    } else {
      trigger.mutate(
        { taskId: task.id, payload: payload.value, options: checked.options },
        { onSuccess: ({ id }) => router.push(paths.run(id)) },
      );
    }
  };
  return {
    json,
    setJson: (text: string) => {
      setJson(text);
      setProblem(undefined);
    },
    problem,
    options,
    setOptions,
    optionProblems,
    isOptionsOpen,
    setIsOptionsOpen,
    editor,
    trigger,
    submit,
  };
}
