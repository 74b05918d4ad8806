/** The value that `share` of the sorted sample does not exceed. */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}

export function perSecond(value: number): string {
  return `${Math.round(value).toLocaleString("en")} /s`;
}

export const times = (value: number): string => `${value.toFixed(2)} ×`;

/** Of a few rounds: least, median, greatest. */
export function spread(rounds: readonly number[], write: (value: number) => string): string[] {
  return [Math.min(...rounds), percentile(rounds, 0.5), Math.max(...rounds)].map(write);
}

export const SPREAD_HEADINGS = ["min", "median", "max"];

export interface Figure {
  name: string;
  rounds: readonly number[];
  write: (value: number) => string;
  /** What it is held against, measured in turn: the ratios are of one round each. */
  against?: readonly number[];
}

/** A row a figure, over the rounds; with a peer the ratios round by round, as their own median. */
export function printFigures(title: string, figures: Figure[]): void {
  const rows = [["", ...SPREAD_HEADINGS, "ratio to the peer (min, median, max)"]];
  for (const { name, rounds, write, against } of figures) {
    const ratios = against?.map((peer, round) => (rounds[round] ?? Number.NaN) / peer);
    rows.push([name, ...spread(rounds, write), ratios ? spread(ratios, times).join("  ") : ""]);
  }
  printTable(title, rows);
}

/** Prints rows with their columns aligned. */
export function printTable(title: string, rows: string[][]): void {
  const widths =
    rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length))) ?? [];
  console.log(`\n${title}`);
  for (const row of rows)
    console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`);
}
