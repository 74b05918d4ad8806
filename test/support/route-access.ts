/**
 * Who may call which route: one line for every method of every `route.ts` of the API. A new route does
 * not land without its line (test/architecture.test.ts), and test/app/api/route-access.test.ts then calls
 * it with a key of every scope there is.
 */
export type Access =
  /** A key with any one of these scopes gets in, and a key with other ones is FORBIDDEN. */
  | Opened
  /** A session is needed: every key is refused with 401. */
  | "session"
  /** No key gets in, whatever it may do: it takes an administrator. */
  | { never: true; body?: unknown }
  /** No key is asked for: the address is the permission, or it is how one signs in. */
  | "open";

export interface Opened {
  opens: string[];
  /** A scope that is needed beside it. */
  also?: string;
  body?: unknown;
  query?: Record<string, string>;
  /** Those that may are not tried: it would wait for long, or take away what the others need. */
  refusalsOnly?: boolean;
}

const RUN_READ = ["read:runs", "read:tasks", "read:tags", "read:batch"];
const RUN_CHANGE = ["write:runs", "write:tasks"];
const KEYS = { opens: ["admin:apiKeys"] };
const DEPLOYMENT = {
  manifest: {
    sdkVersion: "0.1.0",
    runtimeVersion: "24.0.0",
    entryPoint: "index.mjs",
    config: { project: "proj_other" },
    tasks: [{ id: "hello", filePath: "trigger/hello.ts" }],
    queues: [],
  },
  bundle: { files: [{ path: "index.mjs", encoding: "utf8", contents: "" }] },
};
const QUEUE_CHANGE = { type: "task" };

export const ROUTE_ACCESS: Record<string, Access> = {
  "PATCH /api/account": "session",
  "GET /api/account/sessions": "session",
  "DELETE /api/account/sessions": "session",
  "DELETE /api/account/sessions/[sessionId]": "session",
  "GET /api/auth/[...all]": "open",
  "POST /api/auth/[...all]": "open",
  "GET /api/health": "open",
  "GET /api/packets/[address]": "open",
  "PUT /api/packets/[address]": "open",
  "POST /api/setup": "open",
  "GET /api/v1/api-keys": { opens: ["read:apiKeys"] },
  "POST /api/v1/api-keys": { ...KEYS, body: { name: "Key", scopes: ["admin:apiKeys"] } },
  "DELETE /api/v1/api-keys/[apiKeyId]": KEYS,
  "POST /api/v1/api-keys/[apiKeyId]/regenerate": KEYS,
  "GET /api/v1/api-keys/[apiKeyId]/secret": KEYS,
  "POST /api/v1/auth/jwt/claims": KEYS,
  "POST /api/v1/auth/public-tokens": {
    opens: ["read:queues"],
    body: { scopes: ["read:queues:q"] },
  },
  "GET /api/v1/batches": { opens: ["read:batch", "read:runs"] },
  "GET /api/v1/batches/[batchId]/progress": { opens: ["read:batch", "read:runs"] },
  "GET /api/v1/bulk-actions": { opens: ["read:runs"] },
  "POST /api/v1/bulk-actions": {
    opens: ["write:runs"],
    body: { action: "cancel", filter: { status: "QUEUED" } },
  },
  "GET /api/v1/bulk-actions/[bulkActionId]": { opens: ["read:runs"] },
  "POST /api/v1/bulk-actions/[bulkActionId]/abort": { opens: ["write:runs"] },
  "GET /api/v1/bulk-actions/preview": {
    opens: ["write:runs"],
    query: { action: "cancel", "filter[status]": "QUEUED" },
  },
  "POST /api/v1/deployments": { opens: ["deploy:deployments"], body: DEPLOYMENT },
  "GET /api/v1/deployments": { opens: ["read:deployments"] },
  "GET /api/v1/deployments/[deployment]": { opens: ["read:deployments"] },
  "GET /api/v1/deployments/current": { opens: ["read:deployments"] },
  "POST /api/v1/deployments/[deployment]/promote": { opens: ["deploy:deployments"] },
  "GET /api/v1/environment": { opens: ["read:queues"] },
  "POST /api/v1/environment/concurrency": {
    opens: ["write:queues"],
    body: { concurrencyLimit: 100 },
  },
  "POST /api/v1/environment/pause": { opens: ["write:queues"], body: { action: "resume" } },
  "GET /api/v1/errors": { opens: ["read:runs"] },
  "GET /api/v1/errors/[errorId]": { opens: ["read:runs"] },
  "POST /api/v1/errors/[errorId]": { opens: ["write:runs"], body: { action: "resolve" } },
  "POST /api/v1/idempotencyKeys/[key]/reset": {
    opens: RUN_CHANGE,
    body: { taskIdentifier: "hello" },
  },
  "POST /api/v1/invitations/[token]/accept": "session",
  "POST /api/v1/invitations/[token]/register": "open",
  "POST /api/v1/orgs": "session",
  "PATCH /api/v1/orgs/[org]": "session",
  "POST /api/v1/orgs/[org]/projects": "session",
  "PATCH /api/v1/orgs/[org]/projects/[project]": "session",
  "DELETE /api/v1/orgs/[org]": "session",
  "DELETE /api/v1/orgs/[org]/projects/[project]": "session",
  "GET /api/v1/orgs/[org]/projects/[project]/environments": "session",
  "POST /api/v1/orgs/[org]/projects/[project]/environments": "session",
  "PATCH /api/v1/orgs/[org]/projects/[project]/environments/[env]": "session",
  "DELETE /api/v1/orgs/[org]/projects/[project]/environments/[env]": "session",
  "GET /api/v1/orgs/[org]/members": "session",
  "PATCH /api/v1/orgs/[org]/members/[userId]": "session",
  "DELETE /api/v1/orgs/[org]/members/[userId]": "session",
  "POST /api/v1/orgs/[org]/invitations": "session",
  "DELETE /api/v1/orgs/[org]/invitations/[invitationId]": "session",
  "GET /api/v1/logs": { opens: ["read:runs"] },
  "GET /api/v1/packets/[...name]": { opens: ["read:runs"] },
  "PUT /api/v1/packets/[...name]": { opens: ["trigger:tasks"] },
  "GET /api/v1/projects/[projectRef]/envvars/[slug]": { opens: ["read:envvars"] },
  "POST /api/v1/projects/[projectRef]/envvars/[slug]": {
    opens: ["write:envvars"],
    body: { name: "REGION", value: "eu" },
  },
  "GET /api/v1/projects/[projectRef]/envvars/[slug]/[name]": { opens: ["read:envvars"] },
  "PUT /api/v1/projects/[projectRef]/envvars/[slug]/[name]": {
    opens: ["write:envvars"],
    body: { value: "us" },
  },
  "DELETE /api/v1/projects/[projectRef]/envvars/[slug]/[name]": { opens: ["write:envvars"] },
  "POST /api/v1/projects/[projectRef]/envvars/[slug]/import": {
    opens: ["write:envvars"],
    body: { variables: { REGION: "eu" } },
  },
  "GET /api/v1/queue-metrics": { opens: ["read:queues"] },
  "GET /api/v1/queues": { opens: ["read:queues"] },
  "GET /api/v1/queues/[queue]": { opens: ["read:queues"], query: { type: "task" } },
  "GET /api/v1/queues/[queue]/metrics": { opens: ["read:queues"], query: { type: "task" } },
  "POST /api/v1/queues/[queue]/concurrency/override": {
    opens: ["write:queues"],
    body: { ...QUEUE_CHANGE, concurrencyLimit: 5 },
  },
  "POST /api/v1/queues/[queue]/concurrency/reset": { opens: ["write:queues"], body: QUEUE_CHANGE },
  "POST /api/v1/queues/[queue]/pause": {
    opens: ["write:queues"],
    body: { ...QUEUE_CHANGE, action: "pause" },
  },
  "GET /api/v1/runs": { opens: ["read:runs"] },
  "GET /api/v1/runs/[runId]/metadata": { opens: RUN_READ },
  "PUT /api/v1/runs/[runId]/metadata": { opens: ["write:runs"], body: { metadata: { a: 1 } } },
  "GET /api/v1/runs/[runId]/packets/[part]": { opens: RUN_READ },
  "GET /api/v1/runs/[runId]/related": { opens: RUN_READ },
  "POST /api/v1/runs/[runId]/replay": {
    opens: RUN_CHANGE,
    also: "trigger:tasks",
    body: {},
  },
  "POST /api/v1/runs/[runId]/input-streams/wait": {
    opens: ["write:runs", "write:inputStreams"],
    also: "write:waitpoints",
    body: { streamId: "chat" },
  },
  "POST /api/v1/runs/[runId]/reschedule": {
    opens: RUN_CHANGE,
    also: "read:runs",
    body: { delay: "1h" },
  },
  "GET /api/v1/runs/[runId]/result": { opens: RUN_READ },
  "GET /api/v1/runs/[runId]/streams": { opens: RUN_READ },
  "POST /api/v1/runs/[runId]/tags": { opens: ["write:runs"], body: { tags: ["a"] } },
  "GET /api/v1/runs/[runId]/timeline": { opens: RUN_READ },
  "GET /api/v1/runs/[runId]/wait-reason": { opens: RUN_READ },
  "GET /api/v1/runs/facets": { opens: ["read:runs"] },
  "GET /api/v1/schedules": { opens: ["read:schedules"] },
  "POST /api/v1/schedules": {
    opens: ["write:schedules"],
    body: { task: "tick", cron: "0 0 1 1 *", deduplicationKey: "other" },
  },
  "GET /api/v1/schedules/[scheduleId]": { opens: ["read:schedules"] },
  "PUT /api/v1/schedules/[scheduleId]": {
    opens: ["write:schedules"],
    body: { task: "tick", cron: "0 0 1 1 *" },
  },
  "DELETE /api/v1/schedules/[scheduleId]": { opens: ["write:schedules"], refusalsOnly: true },
  "POST /api/v1/schedules/[scheduleId]/activate": { opens: ["write:schedules"] },
  "POST /api/v1/schedules/[scheduleId]/deactivate": { opens: ["write:schedules"] },
  "GET /api/v1/schedules/[scheduleId]/past-ticks": { opens: ["read:schedules"] },
  "POST /api/v1/schedules/[scheduleId]/run": { opens: ["trigger:tasks"], also: "read:schedules" },
  "GET /api/v1/timezones": "open",
  "GET /api/v1/status": { opens: ["read:workers"] },
  // It waits for a worker, of which there is none in the test.
  "POST /api/v1/status/probe": { opens: ["trigger:tasks"], refusalsOnly: true },
  "GET /api/v1/task-activity": { opens: ["read:tasks"] },
  "GET /api/v1/tasks": { opens: ["read:tasks"] },
  "GET /api/v1/tasks/[taskId]": { opens: ["read:tasks"] },
  "GET /api/v1/tasks/[taskId]/overview": { opens: ["read:tasks"] },
  "GET /api/v1/tasks/[taskId]/recent-payloads": { opens: ["read:runs", "read:tasks"] },
  "GET /api/v1/tasks/[taskId]/templates": { opens: ["read:tasks"] },
  "POST /api/v1/tasks/[taskId]/templates": {
    opens: ["write:tasks"],
    body: { name: "Template", payload: "{}" },
  },
  "DELETE /api/v1/tasks/[taskId]/templates/[templateId]": { opens: ["write:tasks"] },
  "POST /api/v1/tasks/[taskId]/trigger": { opens: ["trigger:tasks"], body: {} },
  "GET /api/v1/waitpoints/tokens": { opens: ["read:waitpoints"] },
  "POST /api/v1/waitpoints/tokens": { opens: ["write:waitpoints"], body: {} },
  "GET /api/v1/waitpoints/tokens/[tokenId]": { opens: ["read:waitpoints"] },
  "GET /api/v1/waitpoints/tokens/[tokenId]/runs": {
    opens: ["read:runs"],
    also: "read:waitpoints",
  },
  "POST /api/v1/waitpoints/tokens/[tokenId]/complete": {
    opens: ["write:waitpoints"],
    body: { data: 1 },
  },
  "POST /api/v1/waitpoints/tokens/[tokenId]/callback/[hash]": "open",
  "GET /api/v1/workers": { opens: ["read:workers"] },
  "POST /api/v1/workers/[workerId]/drain": { never: true, body: { action: "drain" } },
  "GET /api/v2/batches/[batchId]": { opens: ["read:batch", "read:runs"] },
  "PUT /api/v2/packets/[name]": { opens: ["trigger:tasks"] },
  "POST /api/v2/runs/[runId]/cancel": { opens: RUN_CHANGE },
  "POST /api/v3/batches": {
    opens: ["batchTrigger:tasks", "batchTrigger:batch"],
    body: { runCount: 1 },
  },
  "POST /api/v3/batches/[batchId]/items": {
    opens: ["batchTrigger:tasks", "batchTrigger:batch", "write:batch"],
    body: '{"index":0,"task":"hello","payload":"{}"}\n',
  },
  "GET /api/v3/runs/[runId]": { opens: RUN_READ },
};
