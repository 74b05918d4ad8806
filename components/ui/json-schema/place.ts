import type { SyntaxNode, Tree } from "@lezer/common";
import type { JsonPath } from "./subschema.ts";

/** Where the cursor is in a JSON text, for completing it. */
export type JsonPlace =
  | {
      kind: "property";
      /** Of the object. */
      path: JsonPath;
      /** Names that the object has already, the one at the cursor left out. */
      taken: string[];
      from: number;
      to: number;
      hasValue: boolean;
    }
  | { kind: "value"; path: JsonPath; from: number; to: number };

type Slice = (from: number, to: number) => string;

const SCALARS = new Set(["String", "Number", "True", "False", "Null"]);
const VALUES = new Set([...SCALARS, "Object", "Array"]);

export function placeAt(tree: Tree, slice: Slice, at: number): JsonPlace | undefined {
  const node = tree.resolveInner(at, -1);
  if (node.name === "PropertyName") {
    const property = node.parent;
    const hasValue = /^\s*:/.test(slice(node.to, node.to + 20));
    return propertyPlace(property?.parent ?? null, node, slice, hasValue);
  }
  if (SCALARS.has(node.name)) {
    const path = pathTo(node, slice);
    return { kind: "value", path, from: node.from, to: node.to };
  }
  const around = node.name === "⚠" ? (node.parent ?? node) : node;
  const before = slice(Math.max(0, at - 200), at)
    .trimEnd()
    .at(-1);
  if (before === ":") {
    const property = closest(around, "Property", at);
    return property && { kind: "value", path: pathTo(property, slice), from: at, to: at };
  }
  const container = VALUES.has(around.name) ? around : around.parent;
  if (container?.name === "Object" && (before === "{" || before === ",")) {
    return propertyPlace(container, { from: at, to: at }, slice, false);
  }
  if (container?.name === "Array" && (before === "[" || before === ",")) {
    const index = children(container).filter((child) => child.to <= at).length;
    return { kind: "value", path: [...pathTo(container, slice), index], from: at, to: at };
  }
  return undefined;
}

function propertyPlace(
  object: SyntaxNode | null,
  { from, to }: { from: number; to: number },
  slice: Slice,
  hasValue: boolean,
): JsonPlace | undefined {
  if (object?.name !== "Object") return undefined;
  const taken = object
    .getChildren("Property")
    .filter((property) => property.from !== from)
    .map((property) => nameOf(property, slice));
  return { kind: "property", path: pathTo(object, slice), taken, from, to, hasValue };
}

function closest(node: SyntaxNode, name: string, at: number): SyntaxNode | undefined {
  for (let each: SyntaxNode | null = node; each; each = each.parent) {
    if (each.name === name) return each;
    const last = each.childBefore(at);
    if (last?.name === name) return last;
  }
  return undefined;
}

function pathTo(node: SyntaxNode, slice: Slice): JsonPath {
  const path: (string | number)[] = [];
  for (let each: SyntaxNode | null = node; each; each = each.parent) {
    if (each.name === "Property") path.unshift(nameOf(each, slice));
    else if (each.parent?.name === "Array" && VALUES.has(each.name)) {
      const start = each.from;
      path.unshift(children(each.parent).findIndex((child) => child.from === start));
    }
  }
  return path;
}

function children(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (VALUES.has(child.name)) found.push(child);
  }
  return found;
}

function nameOf(property: SyntaxNode, slice: Slice): string {
  const name = property.getChild("PropertyName");
  const text = name ? slice(name.from, name.to) : '""';
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The text of the value at a path; of a missing one, that of the nearest around it. */
export function rangeOf(tree: Tree, slice: Slice, path: JsonPath): { from: number; to: number } {
  let at = children(tree.topNode)[0] ?? tree.topNode;
  let marked: { from: number; to: number } = opening(at);
  for (const key of path) {
    const next =
      typeof key === "number"
        ? children(at)[key]
        : at.getChildren("Property").find((property) => nameOf(property, slice) === key);
    if (!next) break;
    const name = next.getChild("PropertyName");
    const value = next.name === "Property" ? children(next)[0] : next;
    marked = value && SCALARS.has(value.name) ? value : (name ?? opening(next));
    if (!value) break;
    at = value;
  }
  return { from: marked.from, to: marked.to };
}

/** A whole object marked would be a whole text marked. */
function opening(node: SyntaxNode): { from: number; to: number } {
  return SCALARS.has(node.name) ? node : { from: node.from, to: Math.min(node.to, node.from + 1) };
}
