import { listen } from "#worker/services/listen.ts";
import { CHANNELS } from "#worker/services/signals.ts";

/** The environments for which the doorbell has rung, from now on until it is closed. */
export async function hearBells(
  url: string,
): Promise<{ rung: string[]; close: () => Promise<void> }> {
  const rung: string[] = [];
  const connected = Promise.withResolvers<void>();
  const { close } = listen({
    url,
    channels: { [CHANNELS.work]: (ids) => rung.push(...ids) },
    onConnected: connected.resolve,
  });
  await connected.promise;
  return { rung, close };
}
