"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { TriggerResponse } from "#sdk/wire/api.ts";
import type { TestTemplateView } from "#worker/domain/tasks/views.ts";
import { templatesPath, testQueries } from "./queries.ts";
import { type RunOptions, toTriggerOptions } from "./test-options.ts";

export type TestRunInput = {
  taskId: string;
  payload?: unknown;
  options: RunOptions;
  /** Left out: the payload is any JSON. */
  payloadType?: "application/super+json";
};

export function useTriggerTestRun() {
  const environmentId = useEnvironmentId();
  return useMutation({
    mutationFn: ({ taskId, payload, options, payloadType }: TestRunInput) =>
      request<TriggerResponse>(`/api/v1/tasks/${encodeURIComponent(taskId)}/trigger`, {
        method: "POST",
        environmentId,
        body: {
          payload,
          options: {
            ...toTriggerOptions(options),
            test: true,
            ...(payloadType && { payloadType }),
          },
        },
      }),
  });
}

export type TemplateInput = { name: string; payload: string; options: Record<string, string> };

export function useSaveTemplate(taskId: string) {
  return useTemplateMutation(taskId, (environmentId, body: TemplateInput) =>
    request<TestTemplateView>(templatesPath(taskId), { method: "POST", environmentId, body }),
  );
}

export function useRemoveTemplate(taskId: string) {
  return useTemplateMutation(taskId, (environmentId, templateId: string) =>
    request(`${templatesPath(taskId)}/${encodeURIComponent(templateId)}`, {
      method: "DELETE",
      environmentId,
    }),
  );
}

function useTemplateMutation<Input, Output>(
  taskId: string,
  send: (environmentId: string, input: Input) => Promise<Output>,
) {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => send(environmentId, input),
    onSettled: () =>
      client.invalidateQueries({ queryKey: testQueries.templates(environmentId, taskId).queryKey }),
  });
}
