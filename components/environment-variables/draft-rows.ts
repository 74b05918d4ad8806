import { MAX_VALUE_CHARACTERS, variableNameProblem } from "#worker/domain/environment-variables.ts";
import { type DotenvEntry, parseDotenv } from "./parse-dotenv.ts";

/** A line of the form in which variables are written. */
export type DraftRow = { id: number; name: string; value: string };

export function emptyRow(id: number): DraftRow {
  return { id, name: "", value: "" };
}

/** Variables in pasted text; undefined when it is one name or one value like any other. */
export function pastedEntries(text: string, field: "name" | "value"): DotenvEntry[] | undefined {
  const entries = parseDotenv(text);
  // A value may well be `a=b`, or a text of several lines: only several variables explode it.
  const enough = field === "name" ? 1 : 2;
  return entries.length >= enough && text.includes("=") ? entries : undefined;
}

/** Puts entries in: over rows of the same name, into rows that are empty, then below. */
export function withEntries(rows: readonly DraftRow[], entries: DotenvEntry[]): DraftRow[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry.value]));
  const kept = rows.filter(({ name, value }) => name !== "" || value !== "");
  const known = kept.map((row) => {
    const value = byName.get(row.name);
    byName.delete(row.name);
    return value === undefined ? row : { ...row, value };
  });
  let id = nextRowId(rows);
  return [...known, ...[...byName].map(([name, value]) => ({ id: id++, name, value }))];
}

export function nextRowId(rows: readonly DraftRow[]): number {
  return Math.max(0, ...rows.map((row) => row.id)) + 1;
}

/** The rows in which something is written, with their names as they will be. */
export function writtenRows(rows: readonly DraftRow[]): DraftRow[] {
  return rows
    .map((row) => ({ ...row, name: row.name.trim() }))
    .filter(({ name, value }) => name !== "" || value !== "");
}

/** What is wrong, by row. */
export function rowProblems(rows: readonly DraftRow[]): Map<number, string> {
  const problems = new Map<number, string>();
  const seen = new Set<string>();
  for (const { id, name, value } of writtenRows(rows)) {
    const problem = name === "" ? "needs a name" : variableNameProblem(name);
    if (problem) problems.set(id, `${name || "This value"} ${problem}`);
    else if (seen.has(name)) problems.set(id, `${name} is here twice`);
    else if (value.length > MAX_VALUE_CHARACTERS)
      problems.set(id, `The value of ${name} may have ${MAX_VALUE_CHARACTERS} characters`);
    seen.add(name);
  }
  return problems;
}
