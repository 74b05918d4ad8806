"use client";

import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { TaskDetailView } from "#worker/domain/views.ts";
import { useTriggerTestRun } from "./mutations.ts";
import { RunFormFooter } from "./run-form-footer.tsx";
import {
  checkScheduleTest,
  type ScheduleTestField,
  type ScheduleTestFields,
  toField,
} from "./schedule-payload.ts";
import { NO_OPTIONS } from "./test-options.ts";
import { TestOptionsFields } from "./test-options-fields.tsx";
import { focusFirstProblem, useOptionsForm } from "./use-options-form.ts";

const FIELDS: readonly { field: ScheduleTestField; label: string; hint: string; type: string }[] = [
  {
    field: "timestamp",
    label: "Timestamp (UTC)",
    hint: "The tick: when it was to run.",
    type: "datetime-local",
  },
  {
    field: "lastTimestamp",
    label: "Last timestamp (UTC)",
    hint: "The tick before it. Empty: this is the first.",
    type: "datetime-local",
  },
  { field: "timezone", label: "Time zone", hint: "IANA name. Empty: UTC.", type: "text" },
  { field: "externalId", label: "External id", hint: "Empty: none.", type: "text" },
];

/** A scheduled task is given a tick: its parts instead of JSON. */
export function ScheduleTestForm({ task }: { task: TaskDetailView }): ReactNode {
  const form = useScheduleTest(task.id);
  return (
    <form
      className="flex min-h-0 flex-1 flex-col"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit(event.currentTarget);
      }}
    >
      <div className="flex h-10 shrink-0 items-center border-border border-b px-4 max-lg:hidden">
        <h2 title={task.id} className="min-w-0 truncate font-semibold text-section">
          {task.id}
        </h2>
      </div>
      <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        <div className="flex flex-1 flex-col gap-4 p-4">
          <p className="max-w-xl text-text-muted">
            It takes the payload of a schedule. Its schedules run by themselves; “Test now” on one
            of them uses its own zone and ticks.
          </p>
          <div className="grid max-w-2xl gap-4 sm:grid-cols-2">
            {FIELDS.map(({ field, label, hint, type }) => (
              <Field key={field} label={label} hint={hint} error={form.problems[field]}>
                {(control) => (
                  <Input
                    {...control}
                    type={type}
                    autoComplete="off"
                    spellCheck={false}
                    value={form.fields[field]}
                    onChange={(event) => form.set(field, event.target.value)}
                  />
                )}
              </Field>
            ))}
          </div>
        </div>
        <TestOptionsFields {...form.options.fields} />
        {form.trigger.isError && (
          <div className="p-4 pt-0">
            <ErrorCallout title="The run was not started" {...describeError(form.trigger.error)} />
          </div>
        )}
      </div>
      <RunFormFooter isPending={form.trigger.isPending || form.trigger.isSuccess} />
    </form>
  );
}

function useScheduleTest(taskId: string) {
  const router = useRouter();
  const paths = usePaths();
  const trigger = useTriggerTestRun();
  const options = useOptionsForm(NO_OPTIONS);
  const [fields, setFields] = useState<ScheduleTestFields>(() => ({
    timestamp: toField(new Date()),
    lastTimestamp: "",
    timezone: "UTC",
    externalId: "",
  }));
  const [problems, setProblems] = useState<Partial<Record<ScheduleTestField, string>>>({});
  const set = (field: ScheduleTestField, value: string) => {
    setFields((current) => ({ ...current, [field]: value }));
    setProblems(({ [field]: _, ...others }) => others);
  };
  const submit = (form: HTMLElement) => {
    const tick = checkScheduleTest(fields);
    const checked = options.check();
    setProblems(tick.ok ? {} : tick.problems);
    if (!tick.ok || !checked) return focusFirstProblem(form);
    const { payload, payloadType } = tick;
    trigger.mutate(
      { taskId, payload, payloadType, options: checked },
      { onSuccess: ({ id }) => router.push(paths.run(id)) },
    );
  };
  return { fields, problems, options, trigger, set, submit };
}
