const MAX_LENGTH = 40;

/** First parts of addresses that are pages of ours. */
const RESERVED = new Set([
  "account",
  "api",
  "docs",
  "engine",
  "gallery",
  "invitations",
  "new",
  "realtime",
  "setup",
  "sign-in",
]);

/** What a name is called in addresses: letters, digits and hyphens. Empty when nothing of it can stand there. */
export function slugOf(name: string): string {
  return (
    name
      .normalize("NFKD")
      // Accents, once they stand apart from their letters.
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .slice(0, MAX_LENGTH)
      .replace(/^-+|-+$/g, "")
  );
}

/** A slug for the name that none of the others has; numbered when it must be. */
export function freeSlug(
  name: string,
  { fallback, taken }: { fallback: string; taken: Iterable<string> },
): string {
  const others = new Set(taken);
  const isFree = (slug: string) => !others.has(slug) && !RESERVED.has(slug);
  const base = slugOf(name) || fallback;
  if (isFree(base)) return base;
  let number = 2;
  while (!isFree(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}
