"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import type { SchemaProblem } from "#components/ui/json-schema/problem.ts";
import { sampleOf } from "#components/ui/json-schema/subschema.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { RecentPayloadView, TestTemplateView } from "#worker/domain/tasks/views.ts";
import type { TaskDetailView } from "#worker/domain/views.ts";
import { useTriggerTestRun } from "./mutations.ts";
import { type PayloadShape, payloadShape } from "./payload-shape.ts";
import { testQueries } from "./queries.ts";
import { NO_OPTIONS, toTestOptions } from "./test-options.ts";
import { useJsonText } from "./use-json-text.ts";
import { focusFirstProblem, useOptionsForm } from "./use-options-form.ts";

const NO_RUNS: readonly RecentPayloadView[] = [];

/** The test of a task: its payload, its options, and starting it. */
export function useTestForm(task: TaskDetailView) {
  const router = useRouter();
  const paths = usePaths();
  const trigger = useTriggerTestRun();
  const recent = useQuery({
    ...testQueries.recentPayloads(useEnvironmentId(), task.id),
    refetchOnWindowFocus: false,
  });
  const runs = recent.data?.data ?? NO_RUNS;
  const shape = useMemo(
    () =>
      payloadShape(
        task.payloadSchema,
        runs.map(({ payload }) => payload),
      ),
    [task.payloadSchema, runs],
  );
  const json = useJsonText(task.lastPayload?.json ?? firstPayload(task.payloadSchema));
  const options = useOptionsForm(NO_OPTIONS);
  const [misfits, setMisfits] = useState<SchemaProblem[]>([]);
  const setJson = (text: string) => {
    json.set(text);
    setMisfits([]);
  };
  const submit = async (form: HTMLElement, isSure: boolean) => {
    const payload = json.check();
    const checked = options.check();
    if (!payload) return;
    if (!checked) return focusFirstProblem(form);
    const problems = isSure ? [] : await findMisfits(shape, payload.value);
    setMisfits(problems);
    if (problems.length > 0) return;
    trigger.mutate(
      { taskId: task.id, payload: payload.value, options: checked },
      { onSuccess: ({ id }) => router.push(paths.run(id)) },
    );
  };
  return {
    ...{ json: { ...json, set: setJson }, options, shape, trigger, misfits, submit },
    recent: runs,
    takeRun: (run: RecentPayloadView) => {
      setJson(pretty(run.payload));
      options.set({
        ...NO_OPTIONS,
        tags: run.tags.join(", "),
        concurrencyKey: run.concurrencyKey ?? "",
        queue: run.queue === task.queue ? "" : run.queue,
        metadata: run.metadata === undefined ? "" : pretty(run.metadata),
      });
    },
    takeTemplate: ({ payload, options: kept }: TestTemplateView) => {
      setJson(payload);
      options.set(toTestOptions(kept));
    },
  };
}

export type TestFormState = ReturnType<typeof useTestForm>;

function pretty(value: unknown): string {
  return value === undefined ? "" : JSON.stringify(value, null, 2);
}

function firstPayload(schema: unknown): string {
  return schema === undefined ? "{}" : pretty(sampleOf(schema, schema));
}

/** The validator is large, and is loaded only once it is needed. */
async function findMisfits(shape: PayloadShape, value: unknown): Promise<SchemaProblem[]> {
  if (shape.from !== "task") return [];
  const { compileSchema } = await import("#components/ui/json-schema/check.ts");
  // Without a payload the task is given undefined, which no schema of an object takes.
  return compileSchema(shape.schema)?.(value ?? null) ?? [];
}
