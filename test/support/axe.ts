import axe from "axe-core";
import type { Page } from "playwright-core";

/** Faults of accessibility on the page as it stands: the rule, and where it is broken. */
export async function findAxeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const engine = Reflect.get(window, "axe") as typeof axe;
    const { violations } = await engine.run(document, {
      // Nothing but the faults is read.
      resultTypes: ["violations"],
      // No rule that is on asks for the text of the styles, which would be read anew each time.
      preload: { assets: ["media"] },
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")} ${failureSummary}`),
    );
  });
}
