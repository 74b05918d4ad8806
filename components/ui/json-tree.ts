/** One visible line of a JSON value. Pure, so that the viewer only has to draw. */
export type JsonRow = {
  /** Such as `$.items[3].name`; also the key of the row's open or closed state. */
  path: string;
  depth: number;
  /** Absent for the root and for elements of an array, which show their index. */
  name?: string;
  index?: number;
  kind: "string" | "number" | "boolean" | "null" | "object" | "array";
  /** Text of a leaf; `3 items` or `2 keys` for a container. */
  text: string;
  isContainer: boolean;
  isOpen: boolean;
  isSecret: boolean;
  isMatch: boolean;
  value: unknown;
};

export type JsonTreeState = {
  /** Rows whose default (open above the depth) was flipped by hand. */
  toggled: ReadonlySet<string>;
  defaultDepth: number;
  search: string;
};

const SECRET_NAME =
  /pass(word|wd|phrase)?$|secret|token|api[-_]?key|authorization|cookie|credential|private[-_]?key/i;

/** By the name alone: a value cannot be judged, and a false positive only costs one click. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name);
}

export function jsonRows(value: unknown, state: JsonTreeState): JsonRow[] {
  const rows: JsonRow[] = [];
  visit({ value, path: "$", depth: 0 }, state, rows);
  return rows;
}

type Node = { value: unknown; path: string; depth: number; name?: string; index?: number };

/** Answers whether the row stays: while searching, only matches and what leads to them do. */
function visit(node: Node, state: JsonTreeState, rows: JsonRow[]): boolean {
  const entries = entriesOf(node);
  const isSearching = state.search !== "";
  const isOpenByDefault = node.depth < state.defaultDepth;
  const isOpen =
    entries !== undefined && (isSearching || isOpenByDefault !== state.toggled.has(node.path));
  const kind = kindOf(node.value);
  const text = entries ? summary(kind, entries.length) : leafText(node.value);
  const isSecret = !entries && node.name !== undefined && isSecretName(node.name);
  const isMatch = isSearching && matches(node.name, entries || isSecret ? "" : text, state.search);
  const at = rows.length;
  rows.push({ ...node, kind, text, isContainer: entries !== undefined, isOpen, isSecret, isMatch });
  let isKept = !isSearching || isMatch || node.depth === 0;
  if (isOpen) for (const entry of entries) isKept = visit(entry, state, rows) || isKept;
  if (!isKept) rows.length = at;
  return isKept;
}

function entriesOf(node: Node): Node[] | undefined {
  const { value, path } = node;
  const depth = node.depth + 1;
  if (Array.isArray(value)) {
    return value.map((one, index) => ({ value: one, path: `${path}[${index}]`, depth, index }));
  }
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).map(([name, one]) => ({
    value: one,
    path: `${path}${pathStep(name)}`,
    depth,
    name,
  }));
}

function pathStep(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

function kindOf(value: unknown): JsonRow["kind"] {
  if (value === null || value === undefined) return "null";
  if (Array.isArray(value)) return "array";
  const type = typeof value;
  if (type === "string" || type === "number" || type === "boolean") return type;
  return "object";
}

function leafText(value: unknown): string {
  return value === undefined ? "undefined" : (JSON.stringify(value) ?? "undefined");
}

function summary(kind: JsonRow["kind"], count: number): string {
  const noun = kind === "array" ? "item" : "key";
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

function matches(name: string | undefined, text: string, search: string): boolean {
  const wanted = search.toLowerCase();
  return (name?.toLowerCase().includes(wanted) ?? false) || text.toLowerCase().includes(wanted);
}
