"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { taskQueries } from "#components/tasks/queries.ts";
import { CheckboxLabel } from "#components/ui/checkbox-label.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { ACCESSES, type Access } from "./access.ts";

export type AccessFieldsProps = {
  access: Access;
  onAccess: (access: Access) => void;
  taskIds: readonly string[];
  onTaskIds: (taskIds: readonly string[]) => void;
  text: string;
  onText: (text: string) => void;
  problem: string | undefined;
};

const ORDER: readonly Access[] = ["READ", "TRIGGER", "TASKS", "DEPLOY", "ALL", "CUSTOM"];

/** What a key may do: one of the usual answers, chosen tasks, or scopes as they are. */
export function AccessFields(props: AccessFieldsProps): ReactNode {
  const { access, onAccess, text, onText, problem } = props;
  return (
    <>
      <Field label="Access" hint={ACCESSES[access].description}>
        {(control) => (
          <Select
            {...control}
            value={access}
            onValueChange={(value) => onAccess(ORDER.find((one) => one === value) ?? "READ")}
            options={ORDER.map((value) => ({ value, label: ACCESSES[value].label }))}
          />
        )}
      </Field>
      {access === "TASKS" && <TaskChoice {...props} />}
      {access === "CUSTOM" && (
        <Field label="Scopes" error={problem}>
          {(control) => (
            <Textarea
              {...control}
              spellCheck={false}
              className="font-mono text-mono"
              value={text}
              onChange={(event) => onText(event.target.value)}
            />
          )}
        </Field>
      )}
    </>
  );
}

function TaskChoice({ taskIds, onTaskIds, problem }: AccessFieldsProps): ReactNode {
  const tasks = useQuery(taskQueries.list(useEnvironmentId()));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium">Tasks</legend>
      <div className="flex max-h-48 flex-col gap-1 overflow-y-auto rounded-panel border border-border p-2">
        {(tasks.data?.data ?? []).map(({ id }) => (
          <CheckboxLabel
            key={id}
            checked={taskIds.includes(id)}
            onCheckedChange={(isChosen) =>
              onTaskIds(isChosen ? [...taskIds, id] : taskIds.filter((one) => one !== id))
            }
          >
            <span className="block truncate font-mono text-mono">{id}</span>
          </CheckboxLabel>
        ))}
        {tasks.data?.data.length === 0 && (
          <p className="text-text-muted">No tasks are deployed here yet.</p>
        )}
      </div>
      {problem !== undefined && (
        <p role="alert" className="text-caption text-danger">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
