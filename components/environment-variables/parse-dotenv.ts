export type DotenvEntry = { name: string; value: string };

const NAME = /[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/y;

/**
 * The variables of a `.env` file, in order; of a name that is there twice, the last value. Reads what
 * Node's `--env-file` reads: comments, `export`, and values in quotes, which may have several lines.
 */
export function parseDotenv(text: string): DotenvEntry[] {
  const values = new Map<string, string>();
  const source = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  let at = 0;
  while (at < source.length) {
    NAME.lastIndex = at;
    const match = NAME.exec(source);
    if (match) {
      const [value, end] = readValue(source, NAME.lastIndex);
      values.set(match[1] ?? "", value);
      at = end;
    }
    const lineEnd = source.indexOf("\n", at);
    at = lineEnd < 0 ? source.length : lineEnd + 1;
  }
  return [...values].map(([name, value]) => ({ name, value }));
}

/** The value that starts here, and where it ends. */
function readValue(source: string, start: number): [value: string, end: number] {
  const quote = source.charAt(start);
  if (quote !== "" && "\"'`".includes(quote)) {
    const close = source.indexOf(quote, start + 1);
    if (close > 0) {
      const inner = source.slice(start + 1, close);
      return [quote === '"' ? inner.replaceAll("\\n", "\n") : inner, close + 1];
    }
  }
  const lineEnd = source.indexOf("\n", start);
  const end = lineEnd < 0 ? source.length : lineEnd;
  const [value = ""] = source.slice(start, end).split("#", 1);
  return [value.trim(), end];
}
