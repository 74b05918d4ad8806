import type { TaskDefinition } from "../task-options.ts";
import type { TaskRunContext } from "../wire/context.ts";
import { DEFAULT_MACHINE, MACHINE_PRESETS } from "../wire/machine.ts";

export interface ContextInput {
  definition: TaskDefinition;
  runId: string;
  tags: string[];
  attemptNumber: number;
  createdAt: Date;
  maxAttempts: number;
  maxDuration: number | undefined;
  /** What the test says otherwise. */
  over: { [K in keyof TaskRunContext]?: Partial<TaskRunContext[K]> | undefined };
}

/** What a run in a test knows about itself: made up, except for what its task and the test say. */
export function contextOf(input: ContextInput): TaskRunContext {
  const { definition, over } = input;
  const { id, machine } = definition;
  const preset = (typeof machine === "object" ? machine.preset : machine) ?? DEFAULT_MACHINE;
  const { cpu, memoryGb } = MACHINE_PRESETS[preset];
  const queueName = definition.queue?.name ?? `task/${id}`;
  const base: TaskRunContext = {
    attempt: { number: input.attemptNumber, startedAt: new Date() },
    task: { id, filePath: "" },
    run: runOf(input),
    queue: { id: "queue_test", name: queueName },
    environment: { id: "env_test", slug: "dev", type: "DEVELOPMENT" },
    organization: { id: "org_test", slug: "test", name: "Test" },
    project: { id: "proj_test", ref: "proj_test", slug: "test", name: "Test" },
    machine: { name: preset, cpu, memory: memoryGb, centsPerMs: 0 },
    deployment: {
      id: "deployment_test",
      shortCode: "test",
      version: "20260101.1",
      runtime: "node",
      runtimeVersion: process.versions.node,
    },
  };
  const parts = Object.entries(over).map(([key, part]) => [
    key,
    Object.assign({}, Reflect.get(base, key), part),
  ]);
  return Object.assign(base, Object.fromEntries(parts));
}

function runOf(input: ContextInput): TaskRunContext["run"] {
  const { runId: id, tags, createdAt, maxAttempts, maxDuration } = input;
  return {
    ...{ id, tags: [...tags], isTest: true, isReplay: false, createdAt, startedAt: createdAt },
    maxAttempts,
    ...(maxDuration !== undefined && { maxDuration }),
  };
}
