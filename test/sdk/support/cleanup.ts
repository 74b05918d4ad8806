import { afterAll } from "vitest";

const endings: (() => unknown)[] = [];

/** Runs when the test file ends, last come first. */
export function onTestFileEnd(ending: () => unknown): void {
  endings.push(ending);
}

afterAll(async () => {
  for (const ending of endings.splice(0).reverse()) await ending();
});
