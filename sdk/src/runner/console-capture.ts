import type { EventLevel } from "../wire/protocol.ts";
import { builtin } from "./builtin.ts";
import type { Scope } from "./scope.ts";

const LEVEL_OF_METHOD = {
  debug: "DEBUG",
  log: "LOG",
  info: "INFO",
  warn: "WARN",
  error: "ERROR",
} as const satisfies Record<string, EventLevel>;

/**
 * From here on the console of an attempt goes to its timeline and nowhere else. `table`, `trace`,
 * `count` and the like come along, since Node builds them on these five. Without an attempt, and where the
 * config says `disableConsoleInterceptor`, the console prints as it always did.
 */
export function captureConsole(findScope: () => Scope | undefined): void {
  for (const [method, level] of entriesOf(LEVEL_OF_METHOD)) {
    const print = console[method].bind(console);
    console[method] = (...values: unknown[]) => {
      const scope = findScope();
      if (scope?.isConsoleCaptured)
        scope.logFromConsole(level, builtin("node:util").format(...values));
      else print(...values);
    };
  }
}

/** `Object.entries` forgets the literal keys. */
function entriesOf<K extends string, V>(record: Record<K, V>): [K, V][] {
  return Object.entries(record) as [K, V][];
}
