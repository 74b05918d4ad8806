import { iterated } from "./iterable-stream.ts";

export interface PartsWriter<T> {
  write: (part: T) => void;
  merge: (stream: AsyncIterable<T> | ReadableStream<T>) => void;
}

/** What is written and merged, as it comes; ends when `execute` and all that was merged have ended. */
export async function* mergedParts<T>(
  execute: (writer: PartsWriter<T>) => Promise<void> | void,
): AsyncGenerator<T, void, undefined> {
  const parts: T[] = [];
  let open = 1;
  let failure: { thrown: unknown } | undefined;
  let wake = () => {};

  const settle = (work: Promise<void>) => {
    work
      .catch((thrown: unknown) => {
        failure ??= { thrown };
      })
      .finally(() => {
        open--;
        wake();
      });
  };
  const write = (part: T) => {
    parts.push(part);
    wake();
  };
  const copy = async (source: AsyncIterable<T> | ReadableStream<T>) => {
    for await (const part of iterated(source)) write(part);
  };
  const merge = (source: AsyncIterable<T> | ReadableStream<T>) => {
    open++;
    settle(copy(source));
  };
  settle((async () => execute({ write, merge }))());

  for (;;) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    yield* parts.splice(0);
    if (failure) throw failure.thrown;
    if (parts.length > 0) continue;
    if (open === 0) return;
    await woken;
  }
}
