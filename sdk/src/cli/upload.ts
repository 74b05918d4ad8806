import { gzipSync } from "node:zlib";
import { ApiConnectionError, ApiError, AuthenticationError } from "../client/errors.ts";
import { callApi } from "../client/transport.ts";
import type { DeploymentResponse } from "../wire/api.ts";
import type { DeploymentGit } from "../wire/deployment.ts";
import type { BundleArchive, DeploymentManifest } from "../wire/manifest.ts";
import type { Target } from "./target.ts";
import { UserError } from "./user-error.ts";

export interface Upload {
  manifest: DeploymentManifest;
  bundle: BundleArchive;
  git?: DeploymentGit;
  /** Stored, and not made current. */
  isHeldBack?: boolean;
}

/** Body of `POST /api/v1/deployments`. */
export function deploymentBody(deployment: Upload) {
  return gzipSync(JSON.stringify(deployment));
}

export async function upload(
  body: Buffer<ArrayBuffer>,
  { apiUrl, secretKey }: Target,
): Promise<DeploymentResponse> {
  try {
    const answer = await callApi(
      { method: "POST", path: "/api/v1/deployments", gzippedJson: body, source: "cli" },
      { clientConfig: { baseURL: apiUrl, secretKey }, retry: { maxAttempts: 3 } },
    );
    return asDeployment(answer.body);
  } catch (thrown) {
    throw asUserError(thrown, { apiUrl, secretKey }, "take the deployment");
  }
}

/** Compiled against the same `wire/api.ts` as the server. */
function asDeployment(body: object): DeploymentResponse {
  return body as DeploymentResponse;
}

/** What the person at the terminal can put right; `wish` is what the server did not do. */
export function asUserError(thrown: unknown, { apiUrl, secretKey }: Target, wish: string): unknown {
  if (thrown instanceof AuthenticationError) {
    const key = `${secretKey.slice(0, 8)}…${secretKey.slice(-4)}`;
    return new UserError(`${apiUrl} does not know the key ${key}.`, [
      "Copy it again from the dashboard (API keys) into TRIGGER_SECRET_KEY,",
      "and see that TRIGGER_API_URL names the server it belongs to.",
    ]);
  }
  if (thrown instanceof ApiConnectionError) {
    return new UserError(thrown.message, ["Another server: --api-url, or TRIGGER_API_URL."]);
  }
  if (thrown instanceof ApiError) {
    const title = `${apiUrl} did not ${wish} (${thrown.status}): ${thrown.message}`;
    return new UserError(title, detailsOf(thrown.body));
  }
  return thrown;
}

/** The server's `details`, a line each. */
function detailsOf(body: unknown): string[] {
  const isObject = typeof body === "object" && body !== null;
  const details: unknown = isObject ? Reflect.get(body, "details") : undefined;
  const list = Array.isArray(details) ? details : details === undefined ? [] : [details];
  return list
    .slice(0, 20)
    .map((detail) => (typeof detail === "string" ? detail : JSON.stringify(detail)));
}
