import { callApi } from "../client/transport.ts";
import { SDK_VERSION } from "../version.ts";
import { readEnvironment } from "./read-environment.ts";
import { targetOf } from "./target.ts";
import type { Terminal } from "./terminal.ts";
import { asUserError } from "./upload.ts";

export interface PromoteInput {
  version: string;
  apiUrl: string | undefined;
  envFile: string | undefined;
}

/** Makes a version that is there the current one: a newer one that was held back, or an older one to go back to. */
export async function promote(input: PromoteInput, terminal: Terminal): Promise<void> {
  terminal.title("pawl promote", SDK_VERSION);
  const target = targetOf(input.apiUrl, readEnvironment(process.cwd(), input.envFile));
  const path = `/api/v1/deployments/${encodeURIComponent(input.version)}/promote`;
  const { body } = await callApi(
    { method: "POST", path, source: "cli" },
    {
      clientConfig: { baseURL: target.apiUrl, secretKey: target.secretKey },
      retry: { maxAttempts: 3 },
    },
  ).catch((thrown: unknown) => {
    throw asUserError(thrown, target, `promote ${input.version}`);
  });
  const wasCurrent = Reflect.get(body, "isUnchanged") === true;
  terminal.success(
    `Version ${input.version} ${wasCurrent ? "was current already" : "is current"}`,
    "new runs and queued ones take it when they start",
  );
}
