import { DEFAULT_API_URL } from "../client/configuration.ts";
import { ApiError, AuthenticationError, PermissionDeniedError } from "../client/errors.ts";
import { callApi } from "../client/transport.ts";
import { SDK_VERSION } from "../version.ts";
import type { CheckState, InstallationStatus } from "../wire/status.ts";
import { findServer } from "./find-server.ts";
import { readEnvironment } from "./read-environment.ts";
import type { Terminal } from "./terminal.ts";

export interface DoctorInput {
  apiUrl: string | undefined;
  envFile: string | undefined;
  /** Looks only, sends no test run. */
  isLookOnly: boolean;
}

interface Finding {
  state: CheckState;
  title: string;
  summary: string;
  advice?: string | undefined;
  details?: string[] | undefined;
}

/**
 * Says whether runs can execute on the server that this shell names, link by link, as the Status page
 * does, and what to do about what is wrong. Gives the exit code: 0 only when nothing is.
 */
export async function doctor(input: DoctorInput, terminal: Terminal): Promise<number> {
  terminal.title("pawl doctor", SDK_VERSION);
  const env = readEnvironment(process.cwd(), input.envFile);
  const named = input.apiUrl || env.TRIGGER_API_URL || env.PAWL_URL || DEFAULT_API_URL;
  const url = named.replace(/\/$/, "");
  let isWell = true;
  const say = (finding: Finding) => {
    terminal.finding(finding.state, finding.title, finding.summary, finding.advice);
    for (const detail of finding.details ?? []) terminal.detail(detail);
    if (finding.state === "FAILED" || finding.state === "WARNING") isWell = false;
  };
  const server = await findServer(url);
  say({ title: "Server", ...server });
  if (server.state !== "FAILED") {
    if (server.clock) say({ title: "Own clock", ...server.clock });
    const secretKey = env.TRIGGER_SECRET_KEY || env.TRIGGER_ACCESS_TOKEN;
    if (secretKey) await examine({ url, secretKey, isLookOnly: input.isLookOnly }, say);
    else say(noKey(url));
  }
  if (isWell) terminal.success("Nothing is wrong", url);
  else terminal.failure("Something is wrong; each line above says what to do.", []);
  return isWell ? 0 : 1;
}

function noKey(url: string): Finding {
  return {
    state: "FAILED",
    title: "Key",
    summary: "There is no TRIGGER_SECRET_KEY, so no more can be asked.",
    advice: `Copy one from ${url} (API keys) into .env, or into the environment of this command.`,
  };
}

interface Examination {
  url: string;
  secretKey: string;
  isLookOnly: boolean;
}

async function examine(
  { url, secretKey, isLookOnly }: Examination,
  say: (finding: Finding) => void,
): Promise<void> {
  const options = { clientConfig: { baseURL: url, secretKey }, retry: { maxAttempts: 1 } };
  try {
    const failure = isLookOnly
      ? undefined
      : await callApi({ method: "POST", path: "/api/v1/status/probe", source: "cli" }, options)
          .then(() => undefined)
          .catch(whyNoProbe);
    const { body } = await callApi(
      { method: "GET", path: "/api/v1/status", source: "cli" },
      options,
    );
    const status = asStatus(body);
    say(sdkFinding(status));
    for (const check of status.checks) say(check);
    if (failure) say(failure);
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    say(keyFinding(thrown));
  }
}

/** A key that is refused is told once, by the question that follows. */
function whyNoProbe(thrown: unknown): Finding | undefined {
  if (!(thrown instanceof ApiError)) throw thrown;
  if (thrown instanceof AuthenticationError) return undefined;
  return {
    state: "WARNING",
    title: "Test run",
    summary: `It was not made: ${thrown.message}`,
    advice:
      thrown instanceof PermissionDeniedError
        ? "Use a key that may trigger, or --look-only."
        : "See what the server wrote to its output.",
  };
}

function keyFinding(error: ApiError): Finding {
  const isUnknown = error instanceof AuthenticationError;
  return {
    state: "FAILED",
    title: isUnknown ? "Key" : "Status",
    summary: isUnknown ? "The server does not know this key." : error.message,
    advice: isUnknown
      ? "Copy it again from the dashboard (API keys), and see that TRIGGER_API_URL names its server."
      : "See what the server wrote to its output.",
  };
}

function sdkFinding({ version }: InstallationStatus): Finding {
  if (version === SDK_VERSION) {
    return { state: "OK", title: "SDK", summary: `${SDK_VERSION}, as the server.` };
  }
  return {
    state: "WARNING",
    title: "SDK",
    summary: `This is ${SDK_VERSION}, the server ${version}.`,
    advice: `Install the server's version: npm install @pawl/sdk@${version}`,
  };
}

/** Compiled against the same `wire/status.ts` as the server. */
function asStatus(body: object): InstallationStatus {
  return body as InstallationStatus;
}
