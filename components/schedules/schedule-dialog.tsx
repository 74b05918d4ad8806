"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useId, useRef, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { taskQueries } from "#components/tasks/queries.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useEnvironmentId, usePlace } from "#components/workspace/environment-context.tsx";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { cronWords } from "#worker/domain/cron-words.ts";
import { listZones } from "#worker/domain/schedule.ts";
import { useSaveSchedule } from "./mutations.ts";
import {
  emptyFields,
  fieldsOf,
  problemsOf,
  ruleOfFields,
  type ScheduleField,
  type ScheduleFields,
  type ScheduleProblems,
  toInput,
} from "./schedule-form.ts";
import { UpcomingTicks } from "./upcoming-ticks.tsx";

export type ScheduleDialogProps = {
  /** `new`, or the one to change. Absent: closed. */
  subject: ScheduleObject | "new" | undefined;
  onClose: () => void;
  onSaved: (schedule: ScheduleObject) => void;
};

export function ScheduleDialog({ subject, onClose, onSaved }: ScheduleDialogProps): ReactNode {
  const { environment } = usePlace();
  return (
    <Dialog
      isOpen={subject !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={subject === "new" ? "New schedule" : "Change the schedule"}
      description={`It runs a task of ${environment.name} by the clock.`}
      className="w-[min(38rem,calc(100vw-2rem))]"
    >
      {subject !== undefined && (
        <ScheduleForm
          key={subject === "new" ? "new" : subject.id}
          schedule={subject === "new" ? undefined : subject}
          onClose={onClose}
          onSaved={onSaved}
        />
      )}
    </Dialog>
  );
}

type FormProps = Pick<ScheduleDialogProps, "onClose" | "onSaved"> & {
  schedule: ScheduleObject | undefined;
};

const SHOWN_TICKS = 5;

function ScheduleForm({ schedule, onClose, onSaved }: FormProps): ReactNode {
  const form = useScheduleForm(schedule, onSaved);
  const rule = ruleOfFields(form.fields);
  return (
    <form
      ref={form.element}
      className="mt-4 flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        form.submit();
      }}
    >
      <TaskField form={form} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          form={form}
          field="cron"
          label="Cron"
          placeholder="0 9 * * MON-FRI"
          hint={
            rule ? `${cronWords(rule.cron)}.` : "Minute, hour, day of month, month, day of week."
          }
          isMono
        />
        <ZoneField form={form} />
      </div>
      {rule && (
        <section aria-label="Next runs" className="rounded-panel border border-border px-3 py-1">
          <UpcomingTicks rule={rule} count={SHOWN_TICKS} />
        </section>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          form={form}
          field="window"
          label="Window (optional)"
          placeholder="30m"
          hint="Starts somewhere in the 30m, 2h or 50% after its tick, always at the same place: many schedules do not start together."
        />
        <TextField
          form={form}
          field="externalId"
          label="External id (optional)"
          placeholder="customer_7"
          hint="The task finds it in its payload."
        />
      </div>
      {schedule === undefined && (
        <TextField
          form={form}
          field="deduplicationKey"
          label="Deduplication key (optional)"
          placeholder="digest-of-customer_7"
          hint="Your name for it: one that has this key already is changed."
        />
      )}
      {form.save.isError && (
        <ErrorCallout title="The schedule was not saved" {...describeError(form.save.error)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant="primary"
          shortcut="mod+enter"
          isPending={form.save.isPending}
        >
          {schedule === undefined ? "Create schedule" : "Save schedule"}
        </Button>
      </div>
    </form>
  );
}

type Form = ReturnType<typeof useScheduleForm>;

function useScheduleForm(
  schedule: ScheduleObject | undefined,
  onSaved: (schedule: ScheduleObject) => void,
) {
  const element = useRef<HTMLFormElement>(null);
  const [fields, setFields] = useState<ScheduleFields>(() =>
    schedule ? fieldsOf(schedule) : emptyFields(),
  );
  const [problems, setProblems] = useState<ScheduleProblems>({});
  const save = useSaveSchedule();
  const set = (field: ScheduleField, value: string) => {
    setFields((current) => ({ ...current, [field]: value }));
    setProblems(({ [field]: _, ...others }) => others);
  };
  const submit = () => {
    const found = problemsOf(fields);
    setProblems(found);
    if (Object.keys(found).length > 0) {
      // After the problems are there.
      requestAnimationFrame(() =>
        element.current?.querySelector<HTMLElement>("[aria-invalid]")?.focus(),
      );
      return;
    }
    const generated = schedule ? undefined : `by-hand-${crypto.randomUUID().slice(0, 8)}`;
    save.mutate(
      { id: schedule?.id, input: toInput(fields, generated) },
      { onSuccess: (saved) => onSaved(saved) },
    );
  };
  return { element, fields, problems, save, set, submit };
}

function TaskField({ form }: { form: Form }): ReactNode {
  const tasks = useQuery(taskQueries.list(useEnvironmentId()));
  const scheduled = (tasks.data?.data ?? []).filter((task) => task.triggerSource === "schedule");
  const none = "No task here takes a schedule: declare one with schedules.task() and deploy it.";
  return (
    <Field
      label="Task"
      error={form.problems.task}
      hint={tasks.data && scheduled.length === 0 ? none : undefined}
    >
      {(control) => (
        <Select
          {...control}
          placeholder="Choose a task…"
          value={form.fields.task}
          onValueChange={(task) => form.set("task", task)}
          options={scheduled.map(({ id }) => ({ value: id, label: id }))}
        />
      )}
    </Field>
  );
}

function ZoneField({ form }: { form: Form }): ReactNode {
  const listId = useId();
  return (
    <>
      <TextField
        form={form}
        field="timezone"
        label="Time zone"
        placeholder="Europe/Berlin"
        hint="It keeps its time of day over daylight saving."
        list={listId}
      />
      <datalist id={listId}>
        {listZones().map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

type TextFieldProps = {
  form: Form;
  field: Exclude<ScheduleField, "task">;
  label: string;
  hint: string;
  placeholder: string;
  list?: string;
  isMono?: boolean;
};

function TextField(props: TextFieldProps): ReactNode {
  const { form, field, label, hint, placeholder, list, isMono = false } = props;
  return (
    <Field label={label} hint={hint} error={form.problems[field]}>
      {(control) => (
        <Input
          {...control}
          value={form.fields[field]}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={false}
          {...(list !== undefined && { list })}
          {...(isMono && { className: "font-mono" })}
          onChange={(event) => form.set(field, event.target.value)}
        />
      )}
    </Field>
  );
}
