"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type RequestOptions, request } from "#components/api/client.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { scheduleQueries } from "./queries.ts";
import type { ScheduleInput } from "./schedule-form.ts";

type Wish = Pick<RequestOptions, "method" | "body"> & { path: string };

/** Makes one, or changes the one that is named. */
export function useSaveSchedule() {
  return useScheduleMutation<{ id?: string | undefined; input: ScheduleInput }, ScheduleObject>(
    ({ id, input }) =>
      id === undefined
        ? { path: "/api/v1/schedules", method: "POST", body: input }
        : { path: pathOf(id), method: "PUT", body: input },
  );
}

export function useSwitchSchedule() {
  return useScheduleMutation<{ id: string; action: "activate" | "deactivate" }, ScheduleObject>(
    ({ id, action }) => ({ path: `${pathOf(id)}/${action}`, method: "POST" }),
  );
}

export function useDeleteSchedule() {
  return useScheduleMutation<string, { id: string }>((id) => ({
    path: pathOf(id),
    method: "DELETE",
  }));
}

/** Resolves to the run. */
export function useRunSchedule() {
  return useScheduleMutation<string, { id: string }>((id) => ({
    path: `${pathOf(id)}/run`,
    method: "POST",
  }));
}

function pathOf(id: string): string {
  return `/api/v1/schedules/${encodeURIComponent(id)}`;
}

function useScheduleMutation<Input, Output>(toWish: (input: Input) => Wish) {
  const environmentId = useEnvironmentId();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => {
      const { path, ...options } = toWish(input);
      return request<Output>(path, { ...options, environmentId });
    },
    onSettled: () => client.invalidateQueries({ queryKey: scheduleQueries.all(environmentId) }),
  });
}
