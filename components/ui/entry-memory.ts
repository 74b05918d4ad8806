/** The place in the history that is shown: Back leads to the same one again, a click to a new one. */
function entryKey(): string | undefined {
  // Browsers without it remember nothing.
  return globalThis.navigation?.currentEntry?.key;
}

export type EntryMemory<T> = {
  remember: (value: T) => void;
  /** What was remembered here before, in this tab since it was loaded. */
  recall: () => T | undefined;
};

/** Remembers something of each page that was visited, for when somebody goes back to it. */
export function createEntryMemory<T>(): EntryMemory<T> {
  const values = new Map<string, T>();
  return {
    remember: (value) => {
      const key = entryKey();
      if (key !== undefined) values.set(key, value);
    },
    recall: () => {
      const key = entryKey();
      return key === undefined ? undefined : values.get(key);
    },
  };
}
