import type { ApiRequest } from "./client/api-request.ts";
import type { RequestOptions } from "./client/configuration.ts";
import { callApi } from "./client/transport.ts";
import { currentAttempt } from "./current-attempt.ts";

/** A variable as it is read; the value of a secret one is not told. */
export interface EnvironmentVariable {
  name: string;
  value: string;
  isSecret: boolean;
}

export interface CreateVariable {
  name: string;
  value: string;
  /** True: nobody can read it again. Default false. */
  isSecret?: boolean | undefined;
}

export interface UploadVariables {
  variables: Record<string, string>;
  /** Replace those that exist. Default false: they stay as they are. */
  override?: boolean | undefined;
  isSecret?: boolean | undefined;
}

/** An environment: the project's ref (`proj_…`), and `dev`, `staging` or `prod`. Inside a run both may be left out. */
type Place = [projectRef: string, slug: string];

/** All of an environment: `list("proj_…", "dev")`, or `list()` inside a run. */
async function list(...args: [...Place, options?: RequestOptions] | [options?: RequestOptions]) {
  const { path, options } = locate(args, 0);
  return call<EnvironmentVariable[]>({ method: "GET", path }, options);
}

/** Makes one, or replaces the one of this name: `create("proj_…", "dev", { name, value })`, or `create({ name, value })` inside a run. */
async function create(
  ...args:
    | [...Place, variable: CreateVariable, options?: RequestOptions]
    | [variable: CreateVariable, options?: RequestOptions]
) {
  const { path, options, rest } = locate(args, 1);
  return call<{ success: boolean }>({ method: "POST", path, body: toBody(rest[0]) }, options);
}

/**
 * One: `retrieve("proj_…", "dev", "NAME")`, or `retrieve("NAME")` inside a run.
 *
 * @throws NotFoundError when there is none of this name.
 */
async function retrieve(
  ...args:
    | [...Place, name: string, options?: RequestOptions]
    | [name: string, options?: RequestOptions]
) {
  const { path, options, rest } = locate(args, 1);
  return call<EnvironmentVariable>({ method: "GET", path: below(path, rest[0]) }, options);
}

/**
 * Another value: `update("proj_…", "dev", "NAME", { value })`, or `update("NAME", { value })` inside a run.
 *
 * @throws NotFoundError when there is none of this name.
 */
async function update(
  ...args:
    | [...Place, name: string, change: { value: string }, options?: RequestOptions]
    | [name: string, change: { value: string }, options?: RequestOptions]
) {
  const { path, options, rest } = locate(args, 2);
  const body = toBody(rest[1]);
  return call<{ success: boolean }>({ method: "PUT", path: below(path, rest[0]), body }, options);
}

/**
 * Removes one: `del("proj_…", "dev", "NAME")`, or `del("NAME")` inside a run.
 *
 * @throws NotFoundError when there is none of this name.
 */
async function del(
  ...args:
    | [...Place, name: string, options?: RequestOptions]
    | [name: string, options?: RequestOptions]
) {
  const { path, options, rest } = locate(args, 1);
  return call<{ success: boolean }>({ method: "DELETE", path: below(path, rest[0]) }, options);
}

/** Many at once: `upload("proj_…", "dev", { variables })`, or `upload({ variables })` inside a run. */
async function upload(
  ...args:
    | [...Place, variables: UploadVariables, options?: RequestOptions]
    | [variables: UploadVariables, options?: RequestOptions]
) {
  const { path, options, rest } = locate(args, 1);
  const body = toBody(rest[0]);
  return call<{ success: boolean }>({ method: "POST", path: `${path}/import`, body }, options);
}

/**
 * Variables of an environment, as its tasks see them in `process.env` from their next attempt on.
 *
 * Source: sdk-facts §1.13, http-contract §10.5.
 */
export const envvars = { list, create, retrieve, update, del, upload };

interface Located {
  path: string;
  options: RequestOptions | undefined;
  /** What was given besides. */
  rest: unknown[];
}

/** Whether the place was given is told by the number of texts at the beginning. `own`: arguments of the call itself. */
function locate(args: readonly unknown[], own: number): Located {
  const isPlaceGiven = typeof args[0] === "string" && typeof args[1] === "string";
  const [projectRef, slug] = isPlaceGiven ? args : placeOfRun();
  const rest = isPlaceGiven ? args.slice(2) : [...args];
  const path = `/api/v1/projects/${segment(projectRef)}/envvars/${segment(slug)}`;
  return { path, options: asOptions(rest[own]), rest };
}

function placeOfRun(): Place {
  const ctx = currentAttempt()?.ctx;
  if (ctx) return [ctx.project.ref, ctx.environment.slug];
  throw new TypeError(
    'Outside a run, name the project and the environment: envvars.list("proj_…", "dev").',
  );
}

function below(path: string, name: unknown): string {
  if (typeof name === "string" && name !== "") return `${path}/${segment(name)}`;
  throw new TypeError("Name the variable, such as DATABASE_URL.");
}

function segment(value: unknown): string {
  return encodeURIComponent(String(value));
}

function toBody(value: unknown): object {
  if (typeof value === "object" && value !== null) return value;
  throw new TypeError("The variables are given as an object, such as { name, value }.");
}

/** The types of the functions above leave nothing else for the last place. */
function asOptions(value: unknown): RequestOptions | undefined {
  return value as RequestOptions | undefined;
}

async function call<T extends object>(
  request: ApiRequest,
  options: RequestOptions | undefined,
): Promise<T> {
  const answer = await callApi(request, options);
  return asAnswer<T>(answer.body);
}

/** The server's own type for this path. */
function asAnswer<T extends object>(body: object): T {
  return body as T;
}
