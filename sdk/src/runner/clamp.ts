export const MAX_LOG_CHARS = 128 * 1024;

/** Postgres text cannot hold NUL. */
export function withoutNul(text: string): string {
  return text.includes("\0") ? text.replaceAll("\0", "") : text;
}

/** The first `max` characters, and a marker that says how many there were. */
export function clamp(text: string, max: number): string {
  const clean = withoutNul(text);
  if (clean.length <= max) return clean;
  return `${clean.slice(0, max)}… [truncated: ${clean.length} characters in all]`;
}
