import { errorOfAnswer } from "../client/errors.ts";

export interface TestToken {
  id: string;
  timeoutAt: Date | undefined;
  isCompleted: boolean;
  data: unknown;
}

const UNIT_MS: Record<string, number> = {
  w: 604_800_000,
  d: 86_400_000,
  hr: 3_600_000,
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
};
const PATH = "/api/v1/waitpoints/tokens";

/** The tokens of a test: made and completed by the task's own calls. */
export class TestTokens {
  readonly #tokens = new Map<string, TestToken>();
  readonly #byKey = new Map<string, string>();

  /** A token that this test has not made is somebody else's: nothing is known of it. */
  get(id: string): TestToken {
    return (
      this.#tokens.get(id) ?? { id, timeoutAt: undefined, isCompleted: false, data: undefined }
    );
  }

  /** Undefined for a call that is about something else. */
  answer(method: string, path: string, body: object): object | undefined {
    if (method === "POST" && path === PATH) return this.#create(body);
    const [, id, rest] = /^\/api\/v1\/waitpoints\/tokens\/([^/]+)(\/complete)?$/.exec(path) ?? [];
    if (id === undefined) return undefined;
    const token = this.#tokens.get(decodeURIComponent(id));
    if (!token) {
      const error = { error: `Token ${id} was not made in this test.` };
      throw errorOfAnswer({ status: 404, headers: new Headers(), body: error }, "");
    }
    return rest === undefined ? this.#show(token) : this.#complete(token, body);
  }

  /** One that waits for a message, which may be there. */
  createFor(body: object, message: { data: unknown } | undefined): string {
    const id = `waitpoint_test${this.#tokens.size + 1}`;
    const timeoutAt = momentOf(Reflect.get(body, "timeout"));
    this.#tokens.set(id, {
      id,
      timeoutAt,
      isCompleted: message !== undefined,
      data: message?.data,
    });
    return id;
  }

  #create(body: object): object {
    const key = Reflect.get(body, "idempotencyKey");
    const known = typeof key === "string" ? this.#byKey.get(key) : undefined;
    const id = known ?? `waitpoint_test${this.#tokens.size + 1}`;
    if (known === undefined) {
      const timeoutAt = momentOf(Reflect.get(body, "timeout"));
      this.#tokens.set(id, { id, timeoutAt, isCompleted: false, data: undefined });
      if (typeof key === "string") this.#byKey.set(key, id);
    }
    return { id, isCached: known !== undefined, url: `http://localhost:3000${PATH}/${id}` };
  }

  /** The first one counts. */
  #complete(token: TestToken, body: object): object {
    if (!token.isCompleted) {
      token.isCompleted = true;
      token.data = Reflect.get(body, "data");
    }
    return { success: true };
  }

  #show({ id, timeoutAt, isCompleted, data }: TestToken): object {
    const now = new Date();
    const isLate = !isCompleted && timeoutAt !== undefined && timeoutAt <= now;
    return {
      ...{ id, url: `http://localhost:3000${PATH}/${id}`, tags: [] },
      status: isCompleted ? "COMPLETED" : isLate ? "TIMED_OUT" : "WAITING",
      createdAt: now.toISOString(),
      ...(timeoutAt && { timeoutAt: timeoutAt.toISOString() }),
      ...(isCompleted && { output: JSON.stringify(data), outputType: "application/json" }),
    };
  }
}

/** A duration from now, or a date. */
function momentOf(timeout: unknown): Date | undefined {
  if (typeof timeout !== "string") return undefined;
  const parts = [...timeout.matchAll(/(\d+)(w|d|hr|h|m|s)/g)];
  if (parts.map(([part]) => part).join("") !== timeout) return new Date(timeout);
  const ms = parts.reduce((sum, [, n, unit]) => sum + Number(n) * (UNIT_MS[unit ?? ""] ?? 0), 0);
  return new Date(Date.now() + ms);
}
