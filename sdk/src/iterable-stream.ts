/** To be read either way, once. */
export type AsyncIterableStream<T> = AsyncIterable<T> & ReadableStream<T>;

/** The values as they are asked for; leaving the loop, or cancelling, ends the source. */
export function iterableStream<T>(source: AsyncIterable<T>): AsyncIterableStream<T> {
  const iterator = source[Symbol.asyncIterator]();
  return withIteration(
    new ReadableStream<T>({
      pull: async (controller) => {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async (reason) => {
        await iterator.return?.(reason);
      },
    }),
  );
}

/** To be iterated, in browsers too. */
export function iterated<T>(source: AsyncIterable<T> | ReadableStream<T>): AsyncIterable<T> {
  return source instanceof ReadableStream ? withIteration(source) : source;
}

/**
 * The values of a source for somebody beside who takes them: `offer` each, and `end` it. What nobody has read yet is
 * kept in memory; who stops reading is offered nothing any more.
 */
export function sidestream<T>(): {
  stream: AsyncIterableStream<T>;
  offer: (value: T) => void;
  end: (failure?: { thrown: unknown }) => void;
} {
  let controller: ReadableStreamDefaultController<T> | undefined;
  const stream = new ReadableStream<T>({
    start: (own) => {
      controller = own;
    },
    cancel: () => {
      controller = undefined;
    },
  });
  return {
    stream: withIteration(stream),
    offer: (value) => controller?.enqueue(value),
    end: (failure) => {
      if (failure) controller?.error(failure.thrown);
      else controller?.close();
      controller = undefined;
    },
  };
}

export function withIteration<T>(stream: ReadableStream<T>): AsyncIterableStream<T> {
  // Not every browser's can be iterated.
  if (!(Symbol.asyncIterator in stream)) {
    Object.assign(stream, { [Symbol.asyncIterator]: () => iterate(stream) });
  }
  return stream as AsyncIterableStream<T>;
}

async function* iterate<T>(stream: ReadableStream<T>): AsyncGenerator<T, void, undefined> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
