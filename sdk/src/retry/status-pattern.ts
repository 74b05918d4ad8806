/** Whether a status fits a pattern: `all`, `429`, `5xx`, `500-599`, or several of them with commas between. */
export function matchesStatus(pattern: string, status: number): boolean {
  return pattern.split(",").some((part) => matchesPart(part.trim().toLowerCase(), status));
}

function matchesPart(part: string, status: number): boolean {
  if (part === "all") return true;
  if (/^\d{3}$/.test(part)) return Number(part) === status;
  if (/^\dxx$/.test(part)) return Number(part[0]) === Math.floor(status / 100);
  const [, from, to] = /^(\d{3})-(\d{3})$/.exec(part) ?? [];
  return from !== undefined && to !== undefined && Number(from) <= status && status <= Number(to);
}
