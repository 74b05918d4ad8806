import type { RequestOptions } from "./client/configuration.ts";
import { mergedParts } from "./merged-parts.ts";
import type { RunSubscription, SubscribedRun } from "./run-subscription.ts";
import { readParts } from "./stream-reader.ts";

/** What comes of a run whose streams are followed: it has changed, or one of its streams has another part. */
export type StreamedRun<TRun = SubscribedRun, TStreams extends object = Record<string, unknown>> =
  | { type: "run"; run: TRun }
  | {
      [K in keyof TStreams & string]: { type: K; chunk: TStreams[K]; run: TRun };
    }[keyof TStreams & string];

/** The run's changes with the parts of all of its streams between them, from the first part of each on. */
export async function* withStreams<TRun extends SubscribedRun>(
  runs: RunSubscription<TRun>,
  requestOptions: RequestOptions | undefined,
): AsyncGenerator<{ type: string; run: TRun; chunk?: unknown }, void, undefined> {
  const ended = new AbortController();
  const { signal } = ended;
  const parts = mergedParts<{ type: string; run: TRun; chunk?: unknown }>(({ write, merge }) => {
    const followed = new Set<string>();
    let latest: TRun;
    const follow = async function* (key: string) {
      const options = { signal, timeoutInSeconds: 600 };
      for await (const chunk of readParts(latest.id, key, options, requestOptions)) {
        yield { type: key, chunk, run: latest };
      }
    };
    return (async () => {
      for await (const run of runs) {
        if (signal.aborted) return;
        latest = run;
        write({ type: "run", run });
        for (const key of run.realtimeStreams) {
          if (followed.has(key)) continue;
          followed.add(key);
          merge(follow(key));
        }
      }
    })();
  });
  try {
    yield* parts;
  } finally {
    ended.abort();
  }
}
