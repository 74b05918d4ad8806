import type { TraceState } from "@opentelemetry/api";
import { formatTracestate, parseTracestate } from "../../wire/tracestate.ts";

/** What vendors hand on with a trace; never changed, only copied with a change. A changed member comes first. */
class RunTraceState implements TraceState {
  readonly #members: [key: string, value: string][];

  constructor(members: [key: string, value: string][]) {
    this.#members = members;
  }

  get(key: string): string | undefined {
    return this.#members.find(([own]) => own === key)?.[1];
  }

  set(key: string, value: string): TraceState {
    return new RunTraceState([[key, value], ...this.#without(key)]);
  }

  unset(key: string): TraceState {
    return new RunTraceState(this.#without(key));
  }

  serialize(): string {
    return formatTracestate(this.#members);
  }

  #without(key: string): [key: string, value: string][] {
    return this.#members.filter(([own]) => own !== key);
  }
}

/** Undefined where there is none. */
export function traceStateOf(header: string | null | undefined): TraceState | undefined {
  const members = parseTracestate(header);
  return members.length > 0 ? new RunTraceState(members) : undefined;
}
