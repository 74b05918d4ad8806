"use client";

import { useMutation } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { TriggerResponse } from "#sdk/wire/api.ts";
import type { TriggerOptions } from "./test-options.ts";

export type TestRunInput = { taskId: string; payload?: unknown; options: TriggerOptions };

export function useTriggerTestRun() {
  const environmentId = useEnvironmentId();
  return useMutation({
    mutationFn: ({ taskId, ...body }: TestRunInput) =>
      request<TriggerResponse>(`/api/v1/tasks/${encodeURIComponent(taskId)}/trigger`, {
        method: "POST",
        environmentId,
        body,
      }),
  });
}
