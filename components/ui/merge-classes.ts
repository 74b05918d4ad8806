/**
 * Of classes that set the same property the last one counts, wherever Tailwind has put their rules: what a caller
 * gives a component takes the place of the component's own. Ours and not the library's, which knows all of Tailwind and
 * would be a tenth of what we send; a test holds this against it for every two classes that are in use.
 */
export function mergeClasses(text: string): string {
  const known = merged.get(text);
  if (known !== undefined) return known;
  const kept: string[] = [];
  const taken = new Set<string>();
  for (const one of text.split(/\s+/).filter(Boolean).reverse()) {
    const { variants, name } = parseClass(one);
    const group = groupOf(name);
    if (group !== undefined) {
      if (taken.has(`${variants}${group}`)) continue;
      for (const each of [group, ...(WIDER[group] ?? [])]) taken.add(`${variants}${each}`);
    }
    kept.push(one);
  }
  const result = kept.reverse().join(" ");
  if (merged.size >= MAX_KEPT) merged.clear();
  merged.set(text, result);
  return result;
}

/** The same lists of classes are asked for again with every drawing. */
const merged = new Map<string, string>();
const MAX_KEPT = 2_000;

/** `hover:[&>p]:-mx-1!` is `mx-1`, and `hover:[&>p]:!` says when. */
function parseClass(text: string): { variants: string; name: string } {
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "[" || character === "(") depth++;
    else if (character === "]" || character === ")") depth--;
    else if (character === ":" && depth === 0) from = at + 1;
  }
  const name = text.slice(from).replace(/^-/, "");
  return name.endsWith("!")
    ? { variants: `${text.slice(0, from)}!`, name: name.slice(0, -1) }
    : { variants: text.slice(0, from), name };
}

/** What a class sets. Undefined: nothing that another one could take back. */
function groupOf(name: string): string | undefined {
  const word = WORDS.get(name);
  if (word !== undefined) return word;
  return PREFIXES.find(([prefix]) => prefix.test(name))?.[1];
}

const WORDS = new Map(
  Object.entries({
    display: "block contents flex grid hidden inline inline-block inline-flex table table-cell",
    position: "absolute fixed relative static sticky",
    visibility: "invisible visible",
    align: "text-left text-right text-center",
    size: "text-hero text-title text-section text-body text-caption text-mono",
    weight: "font-normal font-medium font-semibold",
    family: "font-sans font-mono",
    border: "border",
    outline: "outline",
    direction: "flex-row flex-col",
    wrapping: "flex-wrap flex-nowrap",
    collapse: "border-separate border-collapse",
    style: "border-solid border-dashed border-none",
    breaking: "break-all break-words break-normal",
    transition: "transition",
  }).flatMap(([group, names]) => names.split(" ").map((name) => [name, `=${group}`] as const)),
);

/** In the order in which they are tried: the rest of what begins alike is a colour. */
const PREFIXES: [prefix: RegExp, group: string][] = [
  [/^text-\[[\d.]+(rem|px)\]$/, "=size"],
  [/^flex-(\d|auto|\[)/, "flex"],
  [/^border-\d/, "=border"],
  [/^border-spacing-/, "border-spacing"],
  ...["t", "r", "b", "l", "x", "y"].map((side): [RegExp, string] => [
    new RegExp(`^border-${side}(-\\d+)?$`),
    `border-${side}`,
  ]),
  [/^outline-\d/, "=outline"],
  [/^outline-offset-/, "outline-offset"],
  [/^outline-(none|hidden|solid|dashed)$/, "outline-style"],
  [/^transition-/, "=transition"],
  [/^underline-offset-/, "underline-offset"],
  ...["t", "r", "b", "l"].map((side): [RegExp, string] => [
    new RegExp(`^rounded-${side}(-|$)`),
    `rounded-${side}`,
  ]),
  [/^stroke-\d/, "stroke-width"],
  ...[
    ..."text border outline bg fill stroke rounded shadow".split(" "),
    ..."p px py pt pr pb pl m mx my mt mr mb ml gap gap-x gap-y".split(" "),
    ..."inset inset-x inset-y top right bottom left size w h min-w max-w min-h max-h".split(" "),
    ..."overflow overflow-x overflow-y overscroll basis grow shrink order z".split(" "),
    ..."items justify self grid-cols align leading whitespace cursor select touch".split(" "),
    ..."opacity duration ease translate-x translate-y rotate origin pointer-events list".split(" "),
    "animate",
  ]
    // `min-w-0` is no `min`: the longest comes first.
    .sort((a, b) => b.length - a.length)
    .map((prefix): [RegExp, string] => [new RegExp(`^${prefix}(-|$)`), prefix]),
];

/** What else is taken back, since it is a part of the same. */
const WIDER: Record<string, string[]> = {
  p: ["px", "py", "pt", "pr", "pb", "pl"],
  px: ["pr", "pl"],
  py: ["pt", "pb"],
  m: ["mx", "my", "mt", "mr", "mb", "ml"],
  mx: ["mr", "ml"],
  my: ["mt", "mb"],
  inset: ["inset-x", "inset-y", "top", "right", "bottom", "left"],
  "inset-x": ["right", "left"],
  "inset-y": ["top", "bottom"],
  gap: ["gap-x", "gap-y"],
  size: ["w", "h"],
  overflow: ["overflow-x", "overflow-y"],
  flex: ["basis", "grow", "shrink"],
  rounded: ["rounded-t", "rounded-r", "rounded-b", "rounded-l"],
  "=size": ["leading"],
  "=border": ["border-t", "border-r", "border-b", "border-l", "border-x", "border-y"],
  "border-x": ["border-r", "border-l"],
  "border-y": ["border-t", "border-b"],
};
