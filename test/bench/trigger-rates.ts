import { randomUUID } from "node:crypto";
import { pauseEnvironment } from "#worker/services/queues/pause-environment.ts";
import { type BenchInstance, withInstance } from "./bench-instance.ts";
import { perSecond, printFigures } from "./figures.ts";
import { inFlight } from "./in-flight.ts";
import { peerAddRate } from "./peer.ts";

const ROUNDS = 3;
const SINGLE = 4_000;
const BATCHES = 20;
const ITEMS = 1_000;

const TASK = `
  import { task } from "@pawl/sdk";
  export const noop = task({ id: "noop", run: async () => {} });
`;

/** Accepted runs a second, while the environment is paused so that nothing but accepting is measured. */
export async function benchTriggerRates(databaseUrl: string): Promise<void> {
  await withInstance(databaseUrl, { "trigger/noop.ts": TASK }, async (instance) => {
    await pauseEnvironment(instance.workspace.ctx);
    const [single, batch, peer]: number[][] = [[], [], []];
    await singleRate(instance, 500);
    for (let round = 0; round < ROUNDS; round++) {
      single?.push(await singleRate(instance, SINGLE));
      peer?.push(await peerAddRate(databaseUrl, SINGLE));
      batch?.push(await batchRate(instance));
    }
    printFigures("Triggers accepted over HTTP, 32 in flight", [
      peerFigure(peer),
      { name: "pawl, one run a call", rounds: single ?? [], write: perSecond, against: peer ?? [] },
      {
        name: `pawl, ${ITEMS} runs a call`,
        rounds: batch ?? [],
        write: perSecond,
        against: peer ?? [],
      },
    ]);
  });
}

const peerFigure = (rounds: number[] = []) => ({
  name: "graphile-worker, addJob",
  rounds,
  write: perSecond,
});

async function singleRate({ call }: BenchInstance, count: number): Promise<number> {
  const body = JSON.stringify({ payload: { to: "somebody" } });
  const startedAt = performance.now();
  await inFlight(32, count, () => call("/api/v1/tasks/noop/trigger", body));
  return count / ((performance.now() - startedAt) / 1_000);
}

/** The published client's two calls: a batch is made, then its items are sent as lines. */
async function batchRate({ call }: BenchInstance): Promise<number> {
  const lines = Array.from({ length: ITEMS }, (_, index) =>
    JSON.stringify({ index, task: "noop", payload: '{"to":"somebody"}' }),
  ).join("\n");
  const startedAt = performance.now();
  await inFlight(4, BATCHES, async () => {
    const headers = { "x-trigger-request-idempotency-key": randomUUID() };
    const created = await call("/api/v3/batches", JSON.stringify({ runCount: ITEMS }), headers);
    const { id } = created as { id: string };
    await call(`/api/v3/batches/${id}/items`, lines, { "content-type": "application/x-ndjson" });
  });
  return (BATCHES * ITEMS) / ((performance.now() - startedAt) / 1_000);
}
