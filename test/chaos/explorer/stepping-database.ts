import pg from "pg";
import type { Database } from "#prisma/client.ts";
import { errorOf, resultOf } from "./outcome.ts";

type Result = { rows: unknown[]; rowCount: number | null };
/** What the database answered to one statement, or to one transaction of several. */
export type Recorded = { kind: "ROWS"; result: Result } | { kind: "ERROR"; error: Error };

type Query = pg.QueryConfig<unknown[]>;

/** Changes the text of a statement: how a fault is planted. */
export type Rewrite = (text: string, name: string) => string;

export type Step<T> =
  /** It is about to send its next statement. */
  { kind: "PAUSED"; recorded: Recorded[] } | { kind: "DONE"; recorded: Recorded[]; value: T };

interface Playing {
  recorded: Recorded[];
  at: number;
  hasStepped: boolean;
  pause: () => void;
  /** Inside a transaction, which is one step. */
  depth: number;
}

/**
 * A database that lets a function of ours do one statement and then stands still. What it did before is
 * played to it from a record, so a function can be taken up at any of its statements, as often as one
 * likes, from whatever the tables hold then.
 *
 * Everything happens in one session, inside one transaction that is never committed: going back is
 * `ROLLBACK TO`. A transaction of a function is one step: each of them locks in its first statement what it
 * writes in the later ones, and a crash in its middle is its rollback, so as if it had not begun.
 */
export class SteppingDatabase {
  readonly #database: Database;
  readonly #client: pg.Client;
  readonly #rewrite: Rewrite;
  #playing: Playing | undefined;
  statements = 0;

  private constructor(client: pg.Client, real: Database, rewrite: Rewrite) {
    this.#client = client;
    this.#rewrite = rewrite;
    const pool = this.#pool();
    this.#database = { ...real, pool, enginePool: pool, relaxedPool: pool, close: async () => {} };
  }

  static async open(real: Database, rewrite: Rewrite = (text) => text): Promise<SteppingDatabase> {
    const client = new pg.Client({ connectionString: real.url });
    await client.connect();
    await client.query("BEGIN");
    return new SteppingDatabase(client, real, rewrite);
  }

  async close(): Promise<void> {
    await this.#client.query("ROLLBACK");
    await this.#client.end();
  }

  /** A statement of the explorer's own. */
  async query<T>(text: string, values: unknown[] = []): Promise<T[]> {
    const { rows } = await this.#client.query({ text, values });
    return rows as T[];
  }

  async mark(depth: number): Promise<void> {
    await this.#client.query(`SAVEPOINT at_${depth}`);
  }

  async goBack(depth: number): Promise<void> {
    await this.#client.query(`ROLLBACK TO SAVEPOINT at_${depth}; RELEASE SAVEPOINT at_${depth}`);
  }

  /**
   * Plays what is recorded, does one statement more, and goes on up to the next one. What a process
   * remembers hangs on its database: a fresh one is a process that remembers nothing.
   */
  async step<T>(
    program: (database: Database) => Promise<T>,
    { recorded, isFresh }: { recorded: Recorded[]; isFresh: boolean },
  ): Promise<Step<T>> {
    const paused = Promise.withResolvers<void>();
    const playing: Playing = {
      recorded: [...recorded],
      at: 0,
      hasStepped: false,
      pause: paused.resolve,
      depth: 0,
    };
    this.#playing = playing;
    const database = isFresh ? { ...this.#database } : this.#database;
    const done = program(database).then((value) => ({ value }));
    const outcome = await Promise.race([done, paused.promise]);
    if (outcome === undefined) return { kind: "PAUSED", recorded: playing.recorded };
    return { kind: "DONE", recorded: playing.recorded, value: outcome.value };
  }

  #pool(): pg.Pool {
    const query = (given: Query | string, values?: unknown[]) =>
      this.#answer(toQuery(given, values));
    const connect = async () => ({ query, release: () => {} });
    return asPool({ query, connect });
  }

  async #answer(query: Query): Promise<Result> {
    const playing = this.#playing;
    if (!playing) throw new Error("A statement outside of a step.");
    const known = playing.recorded[playing.at];
    if (known) {
      playing.at++;
      if (query.text === "BEGIN") playing.depth++;
      if (isEnd(query.text)) playing.depth--;
      return resultOf(known);
    }
    if (playing.hasStepped && playing.depth === 0) {
      playing.pause();
      return new Promise(() => {});
    }
    playing.hasStepped = true;
    const answered = await this.#send(query, playing);
    playing.recorded.push(answered);
    playing.at++;
    return resultOf(answered);
  }

  async #send(query: Query, playing: Playing): Promise<Recorded> {
    if (query.text === "BEGIN") {
      playing.depth++;
      return this.#run({ text: "SAVEPOINT program" });
    }
    if (query.text === "COMMIT") {
      playing.depth--;
      return this.#run({ text: "RELEASE SAVEPOINT program" });
    }
    if (query.text === "ROLLBACK") {
      playing.depth--;
      return this.#run({ text: "ROLLBACK TO SAVEPOINT program" });
    }
    await this.#client.query("SAVEPOINT statement");
    const answered = await this.#run({
      ...query,
      text: this.#rewrite(query.text, query.name ?? ""),
    });
    await this.#client.query(
      answered.kind === "ERROR"
        ? "ROLLBACK TO SAVEPOINT statement; RELEASE SAVEPOINT statement"
        : "RELEASE SAVEPOINT statement",
    );
    return answered;
  }

  async #run(query: Query): Promise<Recorded> {
    this.statements++;
    try {
      const { rows, rowCount } = await this.#client.query(query);
      return { kind: "ROWS", result: { rows, rowCount } };
    } catch (error) {
      return { kind: "ERROR", error: errorOf(error) };
    }
  }
}

function toQuery(given: Query | string, values: unknown[] | undefined): Query {
  return typeof given === "string" ? { text: given, ...(values && { values }) } : given;
}

function isEnd(text: string): boolean {
  return text === "COMMIT" || text === "ROLLBACK";
}

/** Of a pool, services use these two, and of a client of it `query` and `release`. */
function asPool(part: { query: unknown; connect: unknown }): pg.Pool {
  return part as pg.Pool;
}
