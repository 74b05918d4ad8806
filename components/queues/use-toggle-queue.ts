"use client";

import { describeError } from "#components/api/api-error.ts";
import { showToast } from "#components/ui/toast.tsx";
import type { QueueObject } from "#sdk/wire/queue.ts";
import { usePauseQueue } from "./mutations.ts";

export type ToggleQueue = { pendingId: string | undefined; run: (queue: QueueObject) => void };

/** Pauses a queue that is not paused, and resumes one that is. */
export function useToggleQueue(): ToggleQueue {
  const pause = usePauseQueue();
  return {
    pendingId: pause.isPending ? pause.variables.id : undefined,
    run: ({ id, name, paused }) =>
      pause.mutate(
        { id, action: paused ? "resume" : "pause" },
        {
          onError: (error) =>
            showToast(
              `${name} was not ${paused ? "resumed" : "paused"}: ${describeError(error).message}`,
              "danger",
            ),
        },
      ),
  };
}
