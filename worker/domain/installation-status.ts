import type {
  InstallationStatus,
  StatusCheck,
  StatusProof,
  StatusVerdict,
} from "#sdk/wire/status.ts";
import { clockCheck, diskCheck, type StatusFacts } from "./status-machines.ts";
import { ago, workerCheck } from "./status-workers.ts";

/** How long a run that went through counts as a proof. */
const PROOF_KEPT_MS = 10 * 60_000;

/** What was seen, link by link, and what it means: healthy only where something can execute. */
export function installationStatus(facts: StatusFacts): InstallationStatus {
  const checks = [
    databaseCheck(facts),
    migrationCheck(facts),
    { id: "web", title: "Web", state: "OK", summary: webSummary(facts) },
    workerCheck(facts),
    clockCheck(facts),
    diskCheck(facts),
    environmentCheck(facts),
    deploymentCheck(facts),
    proofCheck(facts),
  ] satisfies StatusCheck[];
  const verdict = verdictOf(checks, facts);
  return {
    verdict,
    summary: sentence(verdict, checks),
    version: facts.web.version,
    checks,
    ...(facts.proof && { proof: facts.proof }),
    at: facts.now.toISOString(),
  };
}

/** A link that fails here stops every run; the others make it slow or uncertain. */
const BLOCKING: ReadonlySet<StatusCheck["id"]> = new Set([
  "database",
  "migrations",
  "workers",
  "environment",
  "proof",
]);

function verdictOf(checks: StatusCheck[], { proof, now }: StatusFacts): StatusVerdict {
  if (checks.some(({ id, state }) => state === "FAILED" && BLOCKING.has(id))) return "BLOCKED";
  if (checks.some(({ state }) => state === "FAILED" || state === "WARNING")) return "DEGRADED";
  return proof?.state === "PASSED" && isRecent(proof, now) ? "EXECUTES" : "UNPROVEN";
}

function sentence(verdict: StatusVerdict, checks: StatusCheck[]): string {
  const worst =
    checks.find(({ id, state }) => state === "FAILED" && BLOCKING.has(id)) ??
    checks.find(({ state }) => state === "FAILED") ??
    checks.find(({ state }) => state === "WARNING");
  switch (verdict) {
    case "EXECUTES":
      return "Everything works: a run went through the whole chain.";
    case "UNPROVEN":
      return "No fault is seen. Whether a run goes through, a test run shows.";
    case "DEGRADED":
      return `Runs can execute, but: ${worst?.summary ?? ""}`;
    case "BLOCKED":
      return `Nothing executes: ${worst?.summary ?? ""}`;
  }
}

function databaseCheck({ database }: StatusFacts): StatusCheck {
  const { version, answeredInMs, isReadOnly, connections } = database;
  const base = { id: "database", title: "Database" } as const;
  if (isReadOnly) {
    return {
      ...base,
      state: "FAILED",
      summary: "The database takes no writes (it is a standby, or read-only).",
      advice: "Let DATABASE_URL name the primary, or lift default_transaction_read_only.",
    };
  }
  const seen = `PostgreSQL ${version} answers in ${Math.max(1, Math.round(answeredInMs))} ms; ${connections.used} of ${connections.max} connections`;
  if (connections.used > connections.max * 0.9) {
    return {
      ...base,
      state: "WARNING",
      summary: `${seen} are in use.`,
      advice: "Raise max_connections, or run fewer processes: a web or a worker takes up to 30.",
    };
  }
  if (answeredInMs > 250) {
    return {
      ...base,
      state: "WARNING",
      summary: `${seen}.`,
      advice: "It is slow or far away: every step of a run waits for it. Look at its load.",
    };
  }
  return { ...base, state: "OK", summary: `${seen}.` };
}

function migrationCheck({ migrations }: StatusFacts): StatusCheck {
  const { pending, unknown, failed, applied } = migrations;
  const base = { id: "migrations", title: "Migrations" } as const;
  if (failed.length > 0) {
    return {
      ...base,
      state: "FAILED",
      summary: `A migration did not end: ${failed[0]}.`,
      advice: "Stop all processes and start one: it says what the database answered.",
      details: failed,
    };
  }
  if (pending.length > 0) {
    return {
      ...base,
      state: "FAILED",
      summary: `${pending.length} of this version's migrations ${pending.length === 1 ? "is" : "are"} not applied.`,
      advice: "Restart a process of this version: it migrates before it serves.",
      details: pending,
    };
  }
  if (unknown.length > 0) {
    return {
      ...base,
      state: "WARNING",
      summary: "The database was migrated by a newer version than this web process is.",
      advice: "Restart this process with the newer version.",
      details: unknown,
    };
  }
  return { ...base, state: "OK", summary: `All ${applied} are applied.` };
}

function webSummary({ web }: StatusFacts): string {
  return `Pawl ${web.version} on Node ${web.nodeVersion.replace(/^v/, "")}, process ${web.pid}.`;
}

function environmentCheck({ environment, now }: StatusFacts): StatusCheck {
  const base = { id: "environment", title: "This environment" } as const;
  const { slug, pausedAt, pausedBy, concurrencyLimit } = environment;
  if (pausedAt) {
    return {
      ...base,
      state: "FAILED",
      summary: `${slug} was paused ${ago(now, pausedAt)}${pausedBy ? ` by ${pausedBy}` : ""}: its runs wait.`,
      advice: "Resume it on the Queues page.",
    };
  }
  if (concurrencyLimit === 0) {
    return {
      ...base,
      state: "FAILED",
      summary: `The limit of ${slug} is 0: its runs wait.`,
      advice: "Raise it on the Queues page.",
    };
  }
  return {
    ...base,
    state: "OK",
    summary: `${slug} is not paused and executes up to ${concurrencyLimit} runs at once.`,
  };
}

function deploymentCheck({ deployment, environment }: StatusFacts): StatusCheck {
  const base = { id: "deployment", title: "Deployment" } as const;
  return deployment
    ? { ...base, state: "OK", summary: `${environment.slug} runs version ${deployment.version}.` }
    : {
        ...base,
        state: "WARNING",
        summary: `Nothing is deployed in ${environment.slug}: its runs wait for code.`,
        advice: "Run pawl deploy with a key of this environment.",
      };
}

function proofCheck({ proof, now }: StatusFacts): StatusCheck {
  const base = { id: "proof", title: "Test run" } as const;
  const advice = "Send one through the whole chain: “Run the test”, or pawl doctor.";
  if (!proof) return { ...base, state: "UNKNOWN", summary: "None was made yet.", advice };
  const when = ago(now, new Date(proof.startedAt));
  switch (proof.state) {
    case "RUNNING":
      return { ...base, state: "UNKNOWN", summary: `One is under way since ${when}.` };
    case "PASSED":
      return isRecent(proof, now)
        ? { ...base, state: "OK", summary: `Went through in ${proof.totalMs} ms, ${when}.` }
        : { ...base, state: "UNKNOWN", summary: `The last one went through ${when}.`, advice };
    case "FAILED":
      return {
        ...base,
        // An old failure tells nothing of now.
        state: isRecent(proof, now) ? "FAILED" : "UNKNOWN",
        summary: `The one ${when} failed. ${proof.message ?? ""}`.trim(),
        advice: "See the links above; then run it again.",
      };
  }
}

function isRecent({ startedAt }: StatusProof, now: Date): boolean {
  return now.getTime() - Date.parse(startedAt) < PROOF_KEPT_MS;
}
