"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useRef, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { request } from "#components/api/client.ts";
import {
  checkOptions,
  NO_OPTIONS,
  type OptionField,
  type TestOptions,
} from "#components/test-run/test-options.ts";
import { TestOptionsFields } from "#components/test-run/test-options-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { checkJson } from "#components/ui/json-check.ts";
import { JsonEditor, type JsonEditorHandle } from "#components/ui/json-editor.tsx";
import { Select } from "#components/ui/select.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { environmentPath } from "#components/workspace/paths.ts";
import type { RunObject } from "#sdk/wire/api.ts";

type Props = { run: RunObject; onClose: () => void };

/** Runs it again with another payload, other options, or in another environment. */
export function ReplayDialog({ run, onClose }: Props): ReactNode {
  const form = useReplayForm(run);
  const { project, organization } = usePlace();
  const environments = useEnvironments();
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title={`Replay ${run.taskIdentifier}`}
      description="A new run with this payload, in the version that is current there. What you leave as it is stays as this run had it."
      className="w-[min(52rem,calc(100vw-2rem))]"
      footer={
        <Button
          variant="primary"
          shortcut="mod+enter"
          isPending={form.replay.isPending}
          onClick={() => form.submit({ organization: organization.slug, project: project.slug })}
        >
          Replay run
        </Button>
      }
    >
      <div className="flex flex-col gap-4 pt-4">
        <Field
          label="Environment"
          hint="Another one gets the payload and options, not the link to this run."
        >
          {(control) => (
            <Select
              {...control}
              value={form.environmentId}
              onValueChange={form.setEnvironmentId}
              options={environments.map(({ id, name, slug }) => ({
                value: id,
                label: `${name} (${slug})`,
              }))}
            />
          )}
        </Field>
        <div className="h-64 overflow-auto rounded-control border border-border-strong">
          <JsonEditor
            value={form.json}
            onChange={form.setJson}
            label="Payload, as JSON"
            placeholder="Empty: the task gets no payload"
            handle={form.editor}
          />
        </div>
        {form.problem !== undefined && (
          <p role="alert" className="text-danger">
            {form.problem}
          </p>
        )}
        <TestOptionsFields
          options={form.options}
          onChange={form.setOptions}
          problems={form.optionProblems}
          isOpen={form.isOptionsOpen}
          onOpenChange={form.setIsOptionsOpen}
        />
        {form.replay.isError && (
          <ErrorCallout title="The run was not replayed" {...describeError(form.replay.error)} />
        )}
      </div>
    </Dialog>
  );
}

function useEnvironments() {
  const { workspace, organization, project } = usePlace();
  return (
    workspace.organizations
      .find((one) => one.slug === organization.slug)
      ?.projects.find((one) => one.slug === project.slug)?.environments ?? []
  );
}

function useReplayForm(run: RunObject) {
  const { environment } = usePlace();
  const environments = useEnvironments();
  const router = useRouter();
  const editor = useRef<JsonEditorHandle>(null);
  const [environmentId, setEnvironmentId] = useState(environment.id);
  const original = run.payload === undefined ? "" : JSON.stringify(run.payload, null, 2);
  const [json, setJson] = useState(original);
  const [problem, setProblem] = useState<string>();
  const [options, setOptions] = useState<TestOptions>({
    ...NO_OPTIONS,
    ...{ tags: run.tags.join(", "), concurrencyKey: run.concurrencyKey ?? "" },
    ...{ machine: run.machine ?? "" },
  });
  const [optionProblems, setOptionProblems] = useState<Partial<Record<OptionField, string>>>({});
  const [isOptionsOpen, setIsOptionsOpen] = useState(false);
  const replay = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) =>
      request<{ id: string }>(path, { method: "POST", environmentId, body }),
  });
  const submit = (place: { organization: string; project: string }) => {
    const payload = json.trim() === "" ? { ok: true as const, value: undefined } : checkJson(json);
    const checked = checkOptions(options, new Date());
    setOptionProblems(checked.ok ? {} : checked.problems);
    setProblem(payload.ok ? undefined : `Line ${payload.problem.line}: ${payload.problem.message}`);
    if (!payload.ok) return editor.current?.focusAt(payload.problem.offset);
    if (!checked.ok) return setIsOptionsOpen(true);
    const { test: _, ...changes } = checked.options;
    // What was not touched is not sent: it may hold values that JSON has no word for.
    const edited = json === original ? {} : { payload: payload.value };
    const target = environments.find((one) => one.id === environmentId) ?? environment;
    const isHere = target.id === environment.id;
    replay.mutate(
      isHere
        ? { path: `/api/v1/runs/${run.id}/replay`, body: { ...edited, ...changes } }
        : {
            path: `/api/v1/tasks/${encodeURIComponent(run.taskIdentifier)}/trigger`,
            body: { payload: payload.value, options: { ...changes, metadata: run.metadata } },
          },
      {
        onSuccess: ({ id }) => {
          const base = environmentPath({
            org: place.organization,
            project: place.project,
            env: target.slug,
          });
          router.push(`${base}/runs/${id}`);
        },
      },
    );
  };
  return {
    ...{ environmentId, setEnvironmentId, json, setJson, problem, options, setOptions },
    ...{ optionProblems, isOptionsOpen, setIsOptionsOpen, editor, replay, submit },
  };
}
