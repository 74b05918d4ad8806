/** Prints who is speaking; everything of these lines together is the order of a run. */
export function say(who: string, what: string): void {
  console.log(`${who}: ${what}`);
}

/** A function for any hook that says which one it is. */
export const sayer = (who: string, what: string) => async () => say(who, what);
