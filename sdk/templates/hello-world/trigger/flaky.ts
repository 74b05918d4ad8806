import { logger, task } from "@pawl/sdk";

export const flaky = task({
  id: "flaky",
  description: "Fails twice, then succeeds: this is what retries look like.",
  retry: { maxAttempts: 3, minTimeoutInMs: 500, maxTimeoutInMs: 2_000, factor: 2 },
  run: async (_payload: unknown, { ctx }) => {
    const attempt = ctx.attempt.number;
    if (attempt < 3) throw new Error(`The other side is not ready (attempt ${attempt} of 3)`);

    logger.info("Third time lucky");
    return { attempts: attempt };
  },
});
