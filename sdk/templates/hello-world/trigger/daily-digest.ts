import { logger, schedules } from "@pawl/sdk";

export const dailyDigest = schedules.task({
  id: "daily-digest",
  description: "Runs every weekday at nine. The Schedules page shows when it comes next.",
  cron: { pattern: "0 9 * * MON-FRI", timezone: "Europe/Lisbon" },
  run: async ({ timestamp, lastTimestamp, timezone, upcoming }) => {
    const day = timestamp.toLocaleDateString("en", { timeZone: timezone, weekday: "long" });
    logger.info(`The digest of ${day}`, { since: lastTimestamp, next: upcoming[0] });

    return { day };
  },
});
