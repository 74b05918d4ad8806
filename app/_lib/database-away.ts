/** Of Node's sockets, of Postgres (08: connections; 57P: it stops or starts; 53300: it takes no more) and of Prisma. */
const CODES =
  /^(ECONN(REFUSED|RESET|ABORTED)|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|08...|57P0[123]|53300|P100[128]|P1017)$/;
/** What `pg` and our own watch over its connections say, which have no codes for it. */
const WORDS = /^(timeout expired|Connection terminated|The connection to the database had gone)/;

/** Whether a request failed because the database cannot be reached or does not answer, however many layers told of it. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && CODES.test(String(error.code))) return true;
  if (WORDS.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isDatabaseAway);
  return isDatabaseAway(error.cause);
}
