import { queryOptions } from "@tanstack/react-query";
import { request } from "#components/api/client.ts";
import type { TaskActivityView, TaskOverviewView } from "#worker/domain/tasks/views.ts";
import type { TaskDetailView, TaskView } from "#worker/domain/views.ts";

export const taskQueries = {
  all: (environmentId: string) => ["tasks", environmentId] as const,

  list: (environmentId: string) =>
    queryOptions({
      queryKey: [...taskQueries.all(environmentId), "list"] as const,
      queryFn: ({ signal }) =>
        request<{ data: TaskView[] }>("/api/v1/tasks", { environmentId, signal }),
    }),

  activity: (environmentId: string) =>
    queryOptions({
      queryKey: [...taskQueries.all(environmentId), "activity"] as const,
      queryFn: ({ signal }) =>
        request<TaskActivityView>("/api/v1/task-activity", { environmentId, signal }),
    }),

  overview: (environmentId: string, taskId: string) =>
    queryOptions({
      queryKey: [...taskQueries.all(environmentId), "overview", taskId] as const,
      queryFn: ({ signal }) =>
        request<TaskOverviewView>(`/api/v1/tasks/${encodeURIComponent(taskId)}/overview`, {
          environmentId,
          signal,
        }),
    }),

  detail: (environmentId: string, taskId: string) =>
    queryOptions({
      queryKey: [...taskQueries.all(environmentId), "detail", taskId] as const,
      queryFn: ({ signal }) =>
        request<TaskDetailView>(`/api/v1/tasks/${encodeURIComponent(taskId)}`, {
          environmentId,
          signal,
        }),
    }),
};
