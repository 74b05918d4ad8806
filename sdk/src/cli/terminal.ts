import { stripVTControlCharacters, styleText } from "node:util";

type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

const MARKS = {
  OK: ["green", "✓"],
  WARNING: ["yellow", "!"],
  FAILED: ["red", "✗"],
  UNKNOWN: ["dim", "?"],
} as const satisfies Record<string, [Style, string]>;

/** What the commands print. Colours only where a person looks: a TTY, and `NO_COLOR` not set. */
export class Terminal {
  readonly #out: NodeJS.WriteStream;
  readonly #err: NodeJS.WriteStream;

  constructor(out: NodeJS.WriteStream = process.stdout, err: NodeJS.WriteStream = process.stderr) {
    this.#out = out;
    this.#err = err;
    for (const stream of [out, err]) stream.on("error", ignoreThatNobodyReads);
  }

  line(text = ""): void {
    this.#print(this.#out, text);
  }

  title(text: string, aside: string): void {
    this.line(`${styled("bold", text)} ${styled("dim", aside)}\n`);
  }

  /** One step that is done: a label and what came of it. */
  step(label: string, text: string): void {
    this.line(`  ${styled("dim", label.padEnd(9))}${text}`);
  }

  /** Something that was looked at, and what to do about it. */
  finding(state: keyof typeof MARKS, title: string, text: string, advice?: string): void {
    const [style, mark] = MARKS[state];
    this.line(`${styled(style, mark)} ${styled("bold", title.padEnd(17))}${text}`);
    if (advice) this.detail(advice);
  }

  detail(text: string): void {
    this.line(`${" ".repeat(19)}${styled("dim", text)}`);
  }

  success(text: string, aside: string): void {
    this.line(`\n${styled("green", "✓")} ${styled("bold", text)} ${styled("dim", aside)}\n`);
  }

  link(url: string): void {
    this.line(`\n  ${styled("cyan", url)}\n`);
  }

  /** Columns of equal width; all but the first are dim. */
  table(rows: string[][]): void {
    const widths: number[] = [];
    for (const row of rows) {
      for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, cell.length);
    }
    for (const row of rows) {
      const cells = row.map((cell, i) => {
        const padded = i === row.length - 1 ? cell : cell.padEnd((widths[i] ?? 0) + 2);
        return i === 0 ? padded : styled("dim", padded);
      });
      this.line(`  ${cells.join("").trimEnd()}`);
    }
  }

  warning(text: string): void {
    this.#print(this.#err, `${styled("yellow", "!")} ${text}`);
  }

  failure(text: string, advice: readonly string[]): void {
    const lines = advice.map((line) => (line ? `  ${line}` : ""));
    const rest = lines.length > 0 ? `\n\n${lines.join("\n")}` : "";
    this.#print(this.#err, `\n${styled("red", "✗")} ${text}${rest}\n`);
  }

  #print(stream: NodeJS.WriteStream, text: string): void {
    const isPlain = !stream.isTTY || Boolean(process.env.NO_COLOR);
    stream.write(`${isPlain ? stripVTControlCharacters(text) : text}\n`);
  }
}

/** `pawl doctor | head` has read enough; what the command does, and how it ends, is the same. */
function ignoreThatNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}

/** Always styled; `Terminal` takes the styles off again where they are not wanted. */
function styled(style: Style, text: string): string {
  return styleText(style, text, { validateStream: false });
}

/** `3 tasks`, `1 task`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}

/** `950 B`, `42 kB`, `1.3 MB`. */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
