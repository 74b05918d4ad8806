"use client";

import { useQuery } from "@tanstack/react-query";
import { Bookmark, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { useEnvironmentId, useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import type { TestTemplateView } from "#worker/domain/tasks/views.ts";
import { type TemplateInput, useRemoveTemplate, useSaveTemplate } from "./mutations.ts";
import { testQueries } from "./queries.ts";

export type TemplateMenuProps = {
  taskId: string;
  onChoose: (template: TestTemplateView) => void;
  /** The form as it is, for keeping. */
  read: () => Omit<TemplateInput, "name">;
};

/** Forms that were kept for this task in this environment, and the form as it is, to keep. */
export function TemplateMenu({ taskId, onChoose, read }: TemplateMenuProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const templates = useQuery({
    ...testQueries.templates(useEnvironmentId(), taskId),
    enabled: isOpen,
  });
  const readOnlyReason = useReadOnlyReason();
  const list = templates.data?.data ?? [];
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button size="small" label="Templates">
          <Bookmark aria-hidden className="size-3.5" />
          <span className="max-sm:sr-only">Templates</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-80 p-1" aria-label="Templates">
        {templates.isError && (
          <p className="p-2 text-danger">{describeError(templates.error).message}</p>
        )}
        {templates.data && list.length === 0 && (
          <p className="p-2 text-text-muted">No template yet. Keep this form under a name.</p>
        )}
        <ul className="flex max-h-72 flex-col overflow-y-auto">
          {list.map((template) => (
            <TemplateRow
              key={template.id}
              taskId={taskId}
              template={template}
              readOnlyReason={readOnlyReason}
              onChoose={() => {
                onChoose(template);
                setIsOpen(false);
              }}
            />
          ))}
        </ul>
        <SaveForm taskId={taskId} read={read} readOnlyReason={readOnlyReason} />
      </PopoverContent>
    </Popover>
  );
}

function TemplateRow(props: {
  taskId: string;
  template: TestTemplateView;
  readOnlyReason: string | undefined;
  onChoose: () => void;
}): ReactNode {
  const { taskId, template, readOnlyReason, onChoose } = props;
  const remove = useRemoveTemplate(taskId);
  return (
    <li className="flex min-w-0 items-center">
      <button
        type="button"
        className="min-w-0 flex-1 truncate rounded-control px-2 py-1.5 text-left -outline-offset-2 hover:bg-raised"
        title={template.updatedBy === undefined ? template.name : `Kept by ${template.updatedBy}`}
        onClick={onChoose}
      >
        {template.name}
      </button>
      <Button
        variant="ghost"
        size="icon"
        label={`Remove ${template.name}`}
        isPending={remove.isPending}
        disabledReason={readOnlyReason}
        onClick={() => remove.mutate(template.id)}
      >
        {!remove.isPending && <Trash2 aria-hidden className="size-3.5" />}
      </Button>
    </li>
  );
}

function SaveForm(props: {
  taskId: string;
  read: TemplateMenuProps["read"];
  readOnlyReason: string | undefined;
}): ReactNode {
  const [name, setName] = useState("");
  const save = useSaveTemplate(props.taskId);
  const submit = () => {
    if (name.trim() === "") return;
    save.mutate({ ...props.read(), name: name.trim() }, { onSuccess: () => setName("") });
  };
  return (
    <div className="flex flex-col gap-1 border-border border-t p-2">
      <div className="flex gap-2">
        <Input
          aria-label="Name of the template"
          placeholder="Name of the template"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            // The form around it would start the run.
            event.preventDefault();
            submit();
          }}
        />
        <Button isPending={save.isPending} disabledReason={props.readOnlyReason} onClick={submit}>
          Save
        </Button>
      </div>
      {save.isError && <p className="text-danger">{describeError(save.error).message}</p>}
    </div>
  );
}
