const MEMBER = /^[a-z0-9][a-z0-9_\-*/@]{0,255}=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,256}$/;
const MAX_MEMBERS = 32;
const MAX_CHARACTERS = 1_024;

/**
 * What vendors of tracing hand on beside `traceparent`, as W3C Trace Context writes it: the members of a
 * `tracestate` header. Empty for what is none, which the specification wants ignored as a whole.
 */
export function parseTracestate(text: string | null | undefined): [key: string, value: string][] {
  if (!text || text.length > MAX_CHARACTERS) return [];
  const members = text.split(",").map((member) => member.trim());
  const given = members.filter((member) => member !== "");
  if (given.length > MAX_MEMBERS || !given.every((member) => MEMBER.test(member))) return [];
  const pairs = given.map((member): [string, string] => {
    const at = member.indexOf("=");
    return [member.slice(0, at), member.slice(at + 1)];
  });
  return new Set(pairs.map(([key]) => key)).size === pairs.length ? pairs : [];
}

export function formatTracestate(members: Iterable<[key: string, value: string]>): string {
  return [...members].map(([key, value]) => `${key}=${value}`).join(",");
}
