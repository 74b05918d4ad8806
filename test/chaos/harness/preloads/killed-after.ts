/**
 * Loaded into a web process with `--import`: it kills itself, as `kill -9` would, at the moment that the
 * query names. `commit`: a run is inserted and nobody was told, not even this process. `insert`: it was about to
 * ring the bell.
 */
import pg from "pg";

const moment = new URL(import.meta.url).searchParams.get("moment");
const kill = () => process.kill(process.pid, "SIGKILL");

type Query = (config: unknown, values: unknown, callback: unknown) => unknown;
const prototype = pg.Client.prototype as unknown as { query: Query };
const query = prototype.query;

prototype.query = function (this: unknown, config, values, callback) {
  const { name, channel } = nameOf(config);
  if (moment === "insert" && name === "notify" && channel === "pawl_work") kill();
  const isCommit = moment === "commit" && name?.startsWith("insert-run");
  return query.call(this, config, values, isCommit ? kill : callback);
};

function nameOf(config: unknown): { name: string | undefined; channel: unknown } {
  if (typeof config !== "object" || config === null) return { name: undefined, channel: undefined };
  const { name, values } = config as { name?: string; values?: unknown[] };
  return { name, channel: values?.[0] };
}
