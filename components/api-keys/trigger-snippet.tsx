"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { taskQueries } from "#components/tasks/queries.ts";
import { Snippet } from "#components/ui/snippet.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { useOrigin, useRootKey } from "./key-snippet.tsx";

/** A curl that works as it is pasted: this instance, this environment's key, a task that exists. */
export function TriggerSnippet(): ReactNode {
  const root = useRootKey();
  const origin = useOrigin();
  const tasks = useQuery(taskQueries.list(useEnvironmentId()));
  // One that takes any payload: a scheduled task would refuse this one.
  const task = tasks.data?.data.find(({ triggerSource }) => triggerSource === undefined);
  const taskId = task?.id ?? "hello-world";
  const command = (key: string) =>
    [
      `curl -X POST ${origin}/api/v1/tasks/${encodeURIComponent(taskId)}/trigger \\`,
      `  -H "Authorization: Bearer ${key}" \\`,
      `  -H "Content-Type: application/json" \\`,
      `  -d '{"payload": {}}'`,
    ].join("\n");
  return (
    <Snippet
      code={command(root.masked)}
      copyValue={async () => command(await root.fetchSecret())}
      label="Copy with the real key"
    />
  );
}
