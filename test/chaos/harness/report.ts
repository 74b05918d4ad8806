import { appendFileSync } from "node:fs";
import { reportPath } from "./size.ts";

/** A line of what a bad day saw; `npm run chaos` prints them all again at its end. */
export function saw(text: string): void {
  console.log(text);
  if (reportPath) appendFileSync(reportPath, `${text}\n`);
}

export interface Figure {
  min: number;
  median: number;
  max: number;
}

/** Milliseconds that were measured, as the least, the middle and the most of them. */
export function sawFigure(name: string, values: number[], target: string): Figure {
  const sorted = values.map(Math.round).sort((a, b) => a - b);
  const pick = (index: number) => sorted[index] ?? Number.NaN;
  const figure = {
    min: pick(0),
    median: pick(Math.floor((sorted.length - 1) / 2)),
    max: pick(sorted.length - 1),
  };
  const { min, median, max } = figure;
  saw(`${name}: min ${min}, median ${median}, max ${max} ms of ${sorted.length} (${target})`);
  return figure;
}
