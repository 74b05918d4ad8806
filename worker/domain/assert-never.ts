/** Ends a `switch` over a union: a new member fails to compile until it has a case. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
