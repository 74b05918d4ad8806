import { setTimeout as sleep } from "node:timers/promises";
import { logger, task } from "@pawl/sdk";

const regions = ["Lisbon", "Nairobi", "Osaka", "Quito", "Reykjavík", "Wellington"];

export const report = task({
  id: "report",
  description: "Six seconds of work. Watch it live, or cancel it half way.",
  maxDuration: 60,
  run: async (_payload: unknown, { signal }) => {
    logger.info("Collecting figures", { regions });

    let total = 0;
    for (const [index, region] of regions.entries()) {
      total += await logger.trace(region, async (span) => {
        await sleep(1_000, undefined, { signal }); // a cancelled run stops here
        const sales = region.length * 1_234;
        span.setAttribute("sales", sales);
        return sales;
      });
      logger.info(`${region} is done`, { progress: `${index + 1}/${regions.length}` });
    }

    console.log("Total:", total);
    return { regions: regions.length, total };
  },
});
