export { auth } from "./auth.ts";
export type { BatchItemById, RetrievedBatch } from "./batch.ts";
export { batch } from "./batch.ts";
export type { BatchItem, BatchRunHandle, BatchTriggerOptions } from "./batch-trigger.ts";
export { BatchTriggerError } from "./batch-trigger.ts";
export type { BulkAction, BulkActionOptions, BulkSelection } from "./bulk-actions.ts";
export type { TaskRunResult } from "./child-result.ts";
export { SubtaskUnwrapError, TaskRunPromise } from "./child-result.ts";
export type {
  ClientConfiguration,
  ClientConfiguration as ApiClientConfiguration,
  RequestOptions,
} from "./client/configuration.ts";
export { configure } from "./client/configuration.ts";
export {
  ApiConnectionError,
  ApiError,
  ApiSchemaValidationError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from "./client/errors.ts";
export type { OffsetPagePromise } from "./client/offset-page.ts";
export { OffsetPage } from "./client/offset-page.ts";
export type { CursorPagePromise } from "./client/page.ts";
export { CursorPage } from "./client/page.ts";
export type { BuildConfig, TriggerConfig } from "./config.ts";
export { defineConfig } from "./config.ts";
export type {
  LogAttributes,
  SpanLink,
  SpanOptions,
  SpanTime,
  TraceSpan,
} from "./current-attempt.ts";
export type { Deployment, DeploymentFilters } from "./deployments.ts";
export { deployments } from "./deployments.ts";
export type { CreateVariable, EnvironmentVariable, UploadVariables } from "./envvars.ts";
export { envvars } from "./envvars.ts";
export {
  AbortTaskRunError,
  ApiClientMissingError,
  CompleteTaskWithOutput,
  OutOfMemoryError,
} from "./errors.ts";
export { heartbeats } from "./heartbeats.ts";
export type {
  CatchErrorResult,
  CommonHookParams,
  CompleteResult,
  HookFunction,
  HookKind,
  HookParams,
  TaskHooks,
  WaitedFor,
} from "./hooks.ts";
export type { IdempotencyKeyScope, ResetKeyOptions } from "./idempotency-key.ts";
export { idempotencyKeys } from "./idempotency-key.ts";
export type { RunHandleOf } from "./inferred-types.ts";
export type {
  InferInputStreamType,
  InputIdleOptions,
  InputOnceOptions,
  InputResult,
  InputStream,
  InputWaitOptions,
} from "./input-stream.ts";
export { InputStreamOncePromise, InputStreamTimeoutError } from "./input-stream.ts";
export type { AsyncIterableStream } from "./iterable-stream.ts";
export type { LocalsKey } from "./locals.ts";
export { locals } from "./locals.ts";
export { logger } from "./logger.ts";
export type { MetadataUpdater } from "./metadata.ts";
export { metadata } from "./metadata.ts";
export type { Meter } from "./otel.ts";
export { otel } from "./otel.ts";
export type {
  CreatePublicTokenOptions,
  PublicTokenScopes,
  TriggerTokenOptions,
} from "./public-token.ts";
export { queue } from "./queue.ts";
export type { QueueReference, RetrievedQueue } from "./queues.ts";
export { queues } from "./queues.ts";
export type {
  BackoffStrategy,
  FetchRetryOptions,
  FetchRetryStrategy,
  HeadersStrategy,
  RetryFetchInit,
} from "./retry/fetch.ts";
export type { RetryAttempt } from "./retry/on-throw.ts";
export { retry } from "./retry.ts";
export type { RunFilters } from "./run-filters.ts";
export type { AnyRunHandle, RunHandle } from "./run-handle.ts";
export type { ListedRun, RetrievedRun } from "./run-shape.ts";
export type { RunSubscription, SubscribedRun, SubscribeOptions } from "./run-subscription.ts";
export type { RealtimeRun, RetrieveRunResult, TaskFromIdentifier } from "./run-types.ts";
export type { RunReference } from "./runs.ts";
export { runs } from "./runs.ts";
export type {
  CreateScheduleOptions,
  RetrievedSchedule,
  ScheduledTaskOptions,
  UpdateScheduleOptions,
} from "./schedules.ts";
export { schedules } from "./schedules.ts";
export type { Schema, SchemaInput, SchemaOutput, StandardSchema } from "./schema.ts";
export { TaskPayloadParsedError } from "./schema.ts";
export type { SchemaTaskOptions } from "./schema-task.ts";
export { schemaTask } from "./schema-task.ts";
export type { ReadStreamOptions } from "./stream-reader.ts";
export type {
  AppendStreamOptions,
  DefinedStream,
  InferStreamType,
  PipeStreamOptions,
  PipeStreamResult,
  WriterStreamOptions,
} from "./streams.ts";
export { streams } from "./streams.ts";
export { tags } from "./tags.ts";
export type { AnyTask, Task, TaskIdentifier, TaskOutput, TaskPayload } from "./task.ts";
export { task } from "./task.ts";
export type { QueueOptions, RunParams, TaskOptions } from "./task-options.ts";
export { tasks } from "./tasks.ts";
export type {
  ExportResult,
  Instrumentation,
  LogExporter,
  MetricExporter,
  MetricReader,
  SpanExporter,
  SpanProcessor,
  TelemetryConfig,
} from "./telemetry-config.ts";
export { timeout } from "./timeout.ts";
export type { TriggerOptions } from "./trigger.ts";
export type { TriggerAndSubscribeOptions } from "./trigger-and-subscribe.ts";
export type { BatchResult, TriggerAndWaitOptions } from "./trigger-and-wait.ts";
export type { TriggerClientConfiguration } from "./trigger-client.ts";
export { TriggerClient } from "./trigger-client.ts";
export type { ComputeUsage, CurrentUsage } from "./usage.ts";
export { usage } from "./usage.ts";
export type { WaitKey, WaitPeriod } from "./wait.ts";
export { wait } from "./wait.ts";
export type {
  CreateTokenOptions,
  ListedToken,
  RetrievedToken,
  TokenFilters,
  TokenReference,
  WaitpointToken,
} from "./wait-token.ts";
export { waitUntil } from "./wait-until.ts";
export type { WaitpointResult } from "./waitpoint-result.ts";
export { ManualWaitpointPromise, WaitpointTimeoutError } from "./waitpoint-result.ts";
export type { TaskRunContext, TaskRunContext as Context } from "./wire/context.ts";
export type { MachinePreset } from "./wire/machine.ts";
export type { LogLevel, RateLimit } from "./wire/manifest.ts";
export type { Metadata } from "./wire/metadata.ts";
export type { RetryOptions } from "./wire/retry.ts";
export type { RunStatus } from "./wire/run-status.ts";
export type { ScheduledTaskPayload, ScheduleEnvironment } from "./wire/schedule.ts";
export type { StreamedRun } from "./with-streams.ts";
