import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { useWorkerProcesses } from "#test/support/worker-process.ts";
import { saw } from "./harness/report.ts";
import { END_MS, size, TEST_MS } from "./harness/size.ts";
import { useStages } from "./harness/stage.ts";
import { TROUBLE_TASKS } from "./harness/trouble.ts";
import { type HttpAnswer, useWebProcesses, type WebProcess } from "./harness/web-process.ts";

const database = useDatabase();
const workers = useWorkerProcesses();
const startWeb = useWebProcesses();
const openStage = useStages();

const SOCKETS = size(50, 200);
const TRIGGERS = size(300, 10_000);
const AT_ONCE = 20;
const KEYS = size(3, 50);
const USES = size(50, 1_000);
const MEGABYTE = 1024 * 1024;
let web: WebProcess;

beforeAll(async () => {
  await workers.start(database.url, { slots: 10 });
  web = await startWeb(database.url);
}, TEST_MS);

function idOf({ status, json }: HttpAnswer): string {
  if (status !== 200 || !json.id) throw new Error(`${status}: ${JSON.stringify(json)}`);
  return json.id;
}

describe("the web process", () => {
  it.each([
    ["insert", "between insert and bell"],
    ["commit", "between commit and response"],
  ])(
    "is killed after the %s (%s): the clients ask again, and each has one run that starts",
    async (moment) => {
      const stage = await openStage(database.db);
      const { secretKey } = stage.workspace;
      const preload = new URL(
        `./harness/preloads/killed-after.ts?moment=${moment}`,
        import.meta.url,
      );
      const doomed = await startWeb(database.url, { preload: preload.href });
      // Many at once: a run that comes alone is inserted and told in one statement.
      const requests = Array.from({ length: AT_ONCE }, () => ({
        body: { payload: { ms: 20 } },
        headers: { "x-trigger-request-idempotency-key": randomUUID() },
      }));
      const send = ({ connect }: WebProcess) => {
        const trigger = connect(AT_ONCE);
        return requests.map((request) => trigger(secretKey, request));
      };
      const unanswered = (await Promise.allSettled(send(doomed))).filter(
        (answer) => answer.status === "rejected",
      );
      expect(unanswered.length).toBeGreaterThan(0);
      for (const { reason } of unanswered) expect(String(reason)).toMatch(/hang up|ECONNRESET/);
      expect(await doomed.exited).toEqual([null, "SIGKILL"]);
      // Nobody rings, and nobody asks again yet.
      expect(Object.keys(await stage.ended(END_MS))).toEqual(["COMPLETED"]);
      for (const answer of await Promise.all(send(web))) stage.accept({ run: idOf(answer) });
      expect(await stage.ended(END_MS)).toEqual({ COMPLETED: AT_ONCE });
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    `takes ${TRIGGERS} triggers over ${SOCKETS} sockets: each is one run`,
    async () => {
      const stage = await openStage(database.db);
      const trigger = web.connect(SOCKETS);
      const since = performance.now();
      const answers = await Promise.all(
        Array.from({ length: TRIGGERS }, () =>
          trigger(stage.workspace.secretKey, { body: { payload: { ms: 0 } } }),
        ),
      );
      const seconds = (performance.now() - since) / 1000;
      stage.accept(...answers.map((answer) => ({ run: idOf(answer) })));
      const statuses = await stage.ended(END_MS);
      saw(
        `${TRIGGERS} triggers over ${SOCKETS} sockets: ${Math.round(TRIGGERS / seconds)} a second, ${JSON.stringify(statuses)}`,
      );
      expect(statuses).toEqual({ COMPLETED: TRIGGERS });
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    `takes ${USES} concurrent triggers with one key, ${KEYS} times: each key is one run`,
    async () => {
      const stage = await openStage(database.db);
      const trigger = web.connect(USES);
      for (let i = 0; i < KEYS; i++) {
        const idempotencyKey = `key-${i}`;
        const body = { payload: { ms: 0 }, options: { idempotencyKey } };
        const answers = await Promise.all(
          Array.from({ length: USES }, () => trigger(stage.workspace.secretKey, { body })),
        );
        stage.accept(...answers.map((answer) => ({ run: idOf(answer), idempotencyKey })));
        expect(answers.filter(({ json }) => json.isCached === false)).toHaveLength(1);
      }
      const statuses = await stage.ended(END_MS);
      saw(`${USES} triggers with one key, ${KEYS} times: ${JSON.stringify(statuses)}`);
      expect(statuses).toEqual({ COMPLETED: KEYS });
      expect(await stage.faults()).toEqual([]);
    },
    TEST_MS,
  );

  it(
    "takes a payload of 3 MB, and refuses one above the limit with a reason",
    async () => {
      const stage = await openStage(database.db, {
        files: { "trigger/trouble.ts": TROUBLE_TASKS },
      });
      const { secretKey } = stage.workspace;
      const send = (length: number) =>
        web.connect(1)(secretKey, {
          taskId: "measures",
          body: { payload: { text: "x".repeat(length) } },
        });
      stage.accept({ run: idOf(await send(3 * MEGABYTE)) });
      for (const length of [10 * MEGABYTE, 13 * MEGABYTE]) {
        const { status, json } = await send(length);
        expect(status).toBe(413);
        expect(json.error).toMatch(/bytes/);
      }
      expect(await stage.ended(END_MS)).toEqual({ COMPLETED: 1 });
      expect(await stage.faults()).toEqual([]);
      const { id } = stage.workspace.ctx.environment;
      const [run] = await database.db.prisma.run.findMany({ where: { environmentId: id } });
      expect(run?.output).toContain(String(3 * MEGABYTE));
    },
    TEST_MS,
  );
});
