import { afterAll, beforeAll, expect } from "vitest";
import type { WebServices } from "#app/_lib/services.ts";
import type { StandingConnection } from "#worker/services/standing-connection.ts";
import { testEncryptionKey } from "./workspace.ts";

/** What the web process has once: services, the connection that listens, and the clients that follow runs. */
const store = globalThis as {
  pawlServices?: WebServices;
  pawlFeed?: { listener: StandingConnection };
  pawlSubscriptions?: Map<string, { close: () => void }>;
};

/** Points the routes at the database of the test file, and closes what they opened. */
export function useWeb(url: string): void {
  beforeAll(() => {
    process.env.DATABASE_URL = url;
    process.env.PAWL_ENCRYPTION_KEY = testEncryptionKey;
    process.env.PAWL_AUTH_SECRET = "a secret of sixteen characters and more";
    process.env.PAWL_URL = "http://localhost:3000";
  });
  afterAll(closeWeb);
}

/** The next request opens everything again, from the environment as it is then. */
export async function closeWeb(): Promise<void> {
  forgetSubscriptions();
  await store.pawlFeed?.listener.close();
  delete store.pawlFeed;
  await store.pawlServices?.base.signals.flush();
  await store.pawlServices?.base.db.close();
  delete store.pawlServices;
}

/** All that the process knows of its clients is gone, as after a restart. */
export function forgetSubscriptions(): void {
  for (const subscription of store.pawlSubscriptions?.values() ?? []) subscription.close();
}

type Route = (
  request: Request,
  context: { params: Promise<Record<string, string> | undefined> },
) => Promise<Response>;

export interface Call {
  key?: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  method?: string;
  headers?: Record<string, string>;
  /** Sent as it is when it is a string or bytes, else as JSON. */
  body?: unknown;
}

export interface Answer {
  status: number;
  headers: Headers;
  json: Record<string, unknown>;
}

/** The `cookie` header of somebody who was just signed in by this answer. */
export function cookiesOf(response: { headers: Headers }): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0] ?? "")
    .join("; ");
}

/** The version that current clients name. */
export const MODERN = { "x-trigger-api-version": "2025-07-16" };

/** Calls a route as the framework does and reads its JSON, in which nothing may be null. */
export async function call(route: Route, { params, ...given }: Call = {}): Promise<Answer> {
  const response = await route(toRequest(given), { params: Promise.resolve(params) });
  const json: unknown = await response.json();
  expect(findNulls(json)).toEqual([]);
  return { status: response.status, headers: response.headers, json: asObject(json) };
}

export function toRequest({ key, query, method = "POST", headers, body }: Call): Request {
  const url = new URL("http://localhost:3000/");
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value);
  return new Request(url, {
    method,
    headers: {
      "content-type": "application/json",
      ...(key && { authorization: `Bearer ${key}` }),
      ...headers,
    },
    ...(body !== undefined && { body: toBody(body) }),
  });
}

function toBody(body: unknown): BodyInit {
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function asObject(json: unknown): Record<string, unknown> {
  if (typeof json === "object" && json !== null) return json as Record<string, unknown>;
  throw new Error(`The answer is no object: ${JSON.stringify(json)}`);
}

/** Paths of the nulls in an answer: clients read a null date as 1970. */
export function findNulls(value: unknown, path = "$"): string[] {
  if (value === null) return [path];
  if (typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, field]) => findNulls(field, `${path}.${name}`));
}

/** What every refusal has in common: a text for people, a code, and no wish to be asked again. */
export function expectRefusal(answer: Answer, status: number, code: string, text: RegExp): void {
  expect({ status: answer.status, code: answer.json.code }).toEqual({ status, code });
  expect(answer.json.error).toMatch(text);
  expect(answer.headers.get("x-should-retry")).toBe("false");
}
