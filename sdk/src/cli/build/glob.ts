/**
 * Whether a path (forward slashes, from the project's root) matches a glob: `*` within a folder,
 * `**` across folders, `?`, and `{a,b}`. A pattern without a slash is compared with the file's name.
 */
export function matchesGlob(path: string, pattern: string): boolean {
  const clean = pattern.replace(/^\.\//, "");
  const subject = clean.includes("/") ? path : path.slice(path.lastIndexOf("/") + 1);
  return new RegExp(`^${source(clean)}$`).test(subject);
}

function source(pattern: string): string {
  const tokens = pattern.match(/\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[^*?{}]+|[{}]/g) ?? [];
  return tokens.map(tokenSource).join("");
}

function tokenSource(token: string): string {
  switch (token) {
    case "**/":
      return "(?:.*/)?";
    case "**":
      return ".*";
    case "*":
      return "[^/]*";
    case "?":
      return "[^/]";
    default:
      return token.startsWith("{") && token.length > 1
        ? `(?:${token.slice(1, -1).split(",").map(source).join("|")})`
        : token.replace(/[.+^$()|[\]\\{}]/g, "\\$&");
  }
}
