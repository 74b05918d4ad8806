/** `YYYYMMDD.N`: the next deployment version of a day (UTC), given those of that day. */
export function nextVersion(now: Date, versionsOfToday: readonly string[]): string {
  const prefix = versionPrefix(now);
  const numbers = versionsOfToday
    .filter((version) => version.startsWith(prefix))
    .map((version) => Number(version.slice(prefix.length)));
  return `${prefix}${Math.max(0, ...numbers) + 1}`;
}

/** `YYYYMMDD.` */
export function versionPrefix(now: Date): string {
  return `${now.toISOString().slice(0, 10).replaceAll("-", "")}.`;
}
