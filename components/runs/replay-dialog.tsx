"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { request } from "#components/api/client.ts";
import { NO_OPTIONS, toTriggerOptions } from "#components/test-run/test-options.ts";
import { TestOptionsFields } from "#components/test-run/test-options-fields.tsx";
import { useJsonText } from "#components/test-run/use-json-text.ts";
import { useOptionsForm } from "#components/test-run/use-options-form.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { JsonEditor } from "#components/ui/json-editor.tsx";
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
        <div className="flex flex-col gap-1">
          <span aria-hidden className="font-medium">
            Payload
          </span>
          <div className="h-64 overflow-auto rounded-control border border-border-strong">
            <JsonEditor
              value={form.json.text}
              onChange={form.json.set}
              label="Payload, as JSON"
              placeholder="Empty: the task gets no payload"
              handle={form.json.editor}
            />
          </div>
        </div>
        {form.json.problem !== undefined && (
          <p role="alert" className="text-danger">
            Line {form.json.problem.line}: {form.json.problem.message}
          </p>
        )}
        {/* As wide as on the Test page, where it has its own padding. */}
        <div className="-mx-4">
          <TestOptionsFields {...form.options.fields} />
        </div>
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
  const [environmentId, setEnvironmentId] = useState(environment.id);
  const original = run.payload === undefined ? "" : JSON.stringify(run.payload, null, 2);
  const json = useJsonText(original);
  const options = useOptionsForm({
    ...NO_OPTIONS,
    tags: run.tags.join(", "),
    concurrencyKey: run.concurrencyKey ?? "",
    machine: run.machine ?? "",
    metadata: run.metadata === undefined ? "" : JSON.stringify(run.metadata, null, 2),
  });
  const replay = useMutation({
    mutationFn: ({ path, body }: { path: string; body: object }) =>
      request<{ id: string }>(path, { method: "POST", environmentId, body }),
  });
  const submit = (place: { organization: string; project: string }) => {
    const payload = json.check();
    const changes = options.check();
    if (!payload || !changes) return;
    // What was not touched is not sent: it may hold values that JSON has no word for.
    const edited = json.text === original ? {} : { payload: payload.value };
    const target = environments.find((one) => one.id === environmentId) ?? environment;
    const isHere = target.id === environment.id;
    replay.mutate(
      isHere
        ? { path: `/api/v1/runs/${run.id}/replay`, body: { ...edited, ...changes } }
        : {
            path: `/api/v1/tasks/${encodeURIComponent(run.taskIdentifier)}/trigger`,
            body: { payload: payload.value, options: toTriggerOptions(changes) },
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
  return { environmentId, setEnvironmentId, json, options, replay, submit };
}
