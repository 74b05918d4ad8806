/** One value that is handed on from whoever triggers a run to the run, and to what that triggers. */
export interface BaggageItem {
  key: string;
  value: string;
  /** Properties of the entry, as they stand in the header. */
  metadata?: string | undefined;
}

const KEY = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** W3C Baggage: what everyone must hand on. More is cut off. */
const MAX_ITEMS = 180;
const MAX_CHARACTERS = 8_192;

/** The entries of a `baggage` header; what is no entry is left out. */
export function parseBaggage(text: string | null | undefined): BaggageItem[] {
  if (!text || text.length > MAX_CHARACTERS) return [];
  return text
    .split(",")
    .slice(0, MAX_ITEMS)
    .flatMap((member) => {
      const [pair = "", ...properties] = member.split(";");
      const at = pair.indexOf("=");
      const key = pair.slice(0, at).trim();
      const value = decoded(pair.slice(at + 1).trim());
      if (at < 0 || !KEY.test(key) || value === undefined) return [];
      const metadata = properties.join(";").trim();
      return [{ key, value, ...(metadata && { metadata }) }];
    });
}

/** As many of the items as the header may hold; empty where there is none. */
export function formatBaggage(items: Iterable<BaggageItem>): string {
  let text = "";
  let count = 0;
  for (const { key, value, metadata } of items) {
    if (!KEY.test(key)) continue;
    const member = `${key}=${encodeURIComponent(value)}${metadata ? `;${metadata}` : ""}`;
    const longer = text ? `${text},${member}` : member;
    if (longer.length > MAX_CHARACTERS || ++count > MAX_ITEMS) break;
    text = longer;
  }
  return text;
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}
