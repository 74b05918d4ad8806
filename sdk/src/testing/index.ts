export type { RunError } from "../wire/api.ts";
export type { RunTaskOptions } from "./run-task.ts";
export { runTask } from "./run-task.ts";
export type { TestRequest } from "./server.ts";
export type { TestAttempt, TestLog, TestRun, TestSpan, TriggeredRun } from "./test-run.ts";
export type { AwaitedInTest, AwaitedResult } from "./waits.ts";
