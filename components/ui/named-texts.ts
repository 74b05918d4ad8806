/** Texts that a person has given names to, as they are stored. */
export type NamedText = { name: string; text: string };

const MOST = 50;

/** What was stored may be of an older version or edited by hand: what is no list of texts is none. */
export function parseNamedTexts(stored: string | undefined): NamedText[] {
  try {
    const parsed: unknown = JSON.parse(stored ?? "[]");
    return Array.isArray(parsed) ? parsed.filter(isNamedText) : [];
  } catch {
    return [];
  }
}

/** With this one first; another of the same name is replaced. */
export function addNamedText(all: readonly NamedText[], added: NamedText): NamedText[] {
  return [added, ...all.filter((one) => one.name !== added.name)].slice(0, MOST);
}

function isNamedText(value: unknown): value is NamedText {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    typeof value.name === "string" &&
    "text" in value &&
    typeof value.text === "string"
  );
}
