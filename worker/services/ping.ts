import type pg from "pg";

const EVERY_MS = 5_000;
/** A database may be slow for a while; after this it is the connection. */
const ANSWER_MS = 15_000;

/** Ends a connection that only listens when it is dead: without a question it would never find out. */
export function pingWhileOpen(
  client: pg.Client,
  { everyMs = EVERY_MS, answerMs = ANSWER_MS }: { everyMs?: number; answerMs?: number } = {},
): void {
  const question: pg.QueryConfig & { query_timeout: number } = {
    text: "SELECT 1",
    query_timeout: answerMs,
  };
  let isWaiting = false;
  const ping = async () => {
    if (isWaiting) return;
    isWaiting = true;
    await client.query(question).catch(() => client.end().catch(() => {}));
    isWaiting = false;
  };
  const timer = setInterval(() => void ping(), everyMs).unref();
  client.once("end", () => clearInterval(timer));
}
