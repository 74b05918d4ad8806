import type { CheckState } from "../wire/status.ts";

export interface FoundServer {
  state: CheckState;
  summary: string;
  advice?: string;
  /** This machine's clock against the server's. */
  clock?: { state: CheckState; summary: string; advice?: string };
}

const TIMEOUT_MS = 10_000;
/** The header has whole seconds. */
const CLOCK_LIMIT_MS = 3_000;

/** Asks the one address that needs no key, and tells a server that is not there from one that is not ours. */
export async function findServer(url: string): Promise<FoundServer> {
  let response: Response;
  try {
    response = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch (thrown) {
    return {
      state: "FAILED",
      summary: `${url} cannot be reached: ${reasonOf(thrown)}.`,
      advice: "Start it (npm start), or let TRIGGER_API_URL, PAWL_URL or --api-url name another.",
    };
  }
  const body: unknown = await response.json().catch(() => undefined);
  const read = (key: string): unknown =>
    typeof body === "object" && body !== null ? Reflect.get(body, key) : undefined;
  if (response.status === 503 && read("status") === "unavailable") {
    return {
      state: "FAILED",
      summary: `${url} is there, and: ${String(read("reason"))}`,
      advice: "See that PostgreSQL runs and that DATABASE_URL of the server names it.",
    };
  }
  if (read("product") !== "pawl") {
    return {
      state: "FAILED",
      summary: `${url} answers, and is not Pawl (status ${response.status}).`,
      advice: "Let TRIGGER_API_URL, PAWL_URL or --api-url name the server.",
    };
  }
  const clock = clockOf(response.headers.get("date"), Date.now());
  return { state: "OK", summary: url, ...(clock && { clock }) };
}

function clockOf(date: string | null, now: number): FoundServer["clock"] {
  const aheadMs = now - Date.parse(date ?? "");
  if (!Number.isFinite(aheadMs)) return undefined;
  if (Math.abs(aheadMs) < CLOCK_LIMIT_MS) {
    return { state: "OK", summary: "Agrees with the server's." };
  }
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  return {
    state: "WARNING",
    summary: `This machine is ${seconds} s ${aheadMs > 0 ? "ahead of" : "behind"} the server.`,
    advice: "Let this machine keep its time with NTP: delays given as dates are off by as much.",
  };
}

function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const { cause } = thrown;
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return cause instanceof Error ? cause.message : thrown.message;
}
