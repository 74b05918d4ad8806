type Slugs = { org: string; project: string; env: string };

/** As much of a place as its addresses are made of. */
export type PathsPlace = {
  organization: { slug: string };
  project: { slug: string };
  environment: { id: string; slug: string };
};

/** Every address of the dashboard is made here. */
export function environmentPath({ org, project, env }: Slugs): string {
  return `/${encodeURIComponent(org)}/${encodeURIComponent(project)}/${encodeURIComponent(env)}`;
}

export const NEW_ORGANIZATION_PATH = "/new/organization";

/** Where a project is made, in this organization unless another one is chosen. */
export function newProjectPath(org: string): string {
  return `/new/project?org=${encodeURIComponent(org)}`;
}

export type Paths = {
  tasks: string;
  task: (taskId: string) => string;
  runs: string;
  runsOfTask: (taskId: string) => string;
  run: (runId: string) => string;
  /** What it canceled, or made. */
  runsOfBulkAction: (bulkActionId: string) => string;
  bulkActions: string;
  bulkAction: (bulkActionId: string) => string;
  test: string;
  testTask: (taskId: string) => string;
  queues: string;
  /** The page of queues with this one alone, by its full name. */
  queue: (name: string) => string;
  queueDetail: (queueId: string) => string;
  runsOfQueue: (name: string, key?: string) => string;
  schedules: string;
  /** The page of schedules with this one chosen. */
  schedule: (scheduleId: string) => string;
  environmentVariables: string;
  tokens: string;
  token: (tokenId: string) => string;
  apiKeys: string;
  batches: string;
  batch: (batchId: string) => string;
  runsOfBatch: (batchId: string) => string;
  runsOfKey: (key: string) => string;
  runsOfSchedule: (scheduleId: string) => string;
  runsOfTag: (tag: string) => string;
  logs: string;
  errors: string;
  error: (errorId: string) => string;
  runsOfError: (errorId: string) => string;
  deployments: string;
  deployment: (version: string) => string;
  runsOfVersion: (version: string) => string;
  workers: string;
  members: string;
  settings: string;
  environmentSettings: string;
  organizationSettings: string;
  status: string;
};

export function pathsOf(place: PathsPlace): Paths {
  const base = environmentPath({
    org: place.organization.slug,
    project: place.project.slug,
    env: place.environment.slug,
  });
  return {
    tasks: `${base}/tasks`,
    task: (taskId) => `${base}/tasks/${encodeURIComponent(taskId)}`,
    runs: `${base}/runs`,
    runsOfTask: (taskId) => `${base}/runs?tasks=${encodeURIComponent(taskId)}`,
    run: (runId) => `${base}/runs/${encodeURIComponent(runId)}`,
    runsOfBulkAction: (id) => `${base}/runs?bulkId=${encodeURIComponent(id)}`,
    bulkActions: `${base}/bulk-actions`,
    bulkAction: (id) => `${base}/bulk-actions/${encodeURIComponent(id)}`,
    test: `${base}/test`,
    testTask: (taskId) => `${base}/test/${encodeURIComponent(taskId)}`,
    queues: `${base}/queues`,
    queue: (name) => `${base}/queues?search=${encodeURIComponent(name)}`,
    queueDetail: (queueId) => `${base}/queues/${encodeURIComponent(queueId)}`,
    runsOfQueue: (name, key) =>
      `${base}/runs?${new URLSearchParams({ queues: name, ...(key && { keys: key }) })}`,
    schedules: `${base}/schedules`,
    schedule: (scheduleId) => `${base}/schedules?schedule=${encodeURIComponent(scheduleId)}`,
    environmentVariables: `${base}/environment-variables`,
    tokens: `${base}/tokens`,
    token: (tokenId) => `${base}/tokens/${encodeURIComponent(tokenId)}`,
    apiKeys: `${base}/api-keys`,
    batches: `${base}/batches`,
    batch: (batchId) => `${base}/batches/${encodeURIComponent(batchId)}`,
    runsOfKey: (key) => `${base}/runs?keys=${encodeURIComponent(key)}`,
    runsOfSchedule: (id) => `${base}/runs?schedule=${encodeURIComponent(id)}`,
    runsOfTag: (tag) => `${base}/runs?tags=${encodeURIComponent(tag)}`,
    runsOfBatch: (batchId) => `${base}/runs?batch=${encodeURIComponent(batchId)}`,
    logs: `${base}/logs`,
    errors: `${base}/errors`,
    error: (errorId) => `${base}/errors/${encodeURIComponent(errorId)}`,
    runsOfError: (errorId) => `${base}/runs?error=${encodeURIComponent(errorId)}`,
    deployments: `${base}/deployments`,
    deployment: (version) => `${base}/deployments/${encodeURIComponent(version)}`,
    runsOfVersion: (version) => `${base}/runs?versions=${encodeURIComponent(version)}`,
    workers: `${base}/workers`,
    members: `${base}/members`,
    settings: `${base}/settings`,
    environmentSettings: `${base}/settings/environments`,
    organizationSettings: `${base}/settings/organization`,
    status: `${base}/status`,
  };
}

/** The same section in another environment; a single run or task does not exist there. */
export function sameSectionPath(pathname: string, target: Slugs): string {
  const section = pathname.split("/")[4] ?? "tasks";
  return `${environmentPath(target)}/${section}`;
}
