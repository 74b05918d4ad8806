/** How a server writes when its limit is reset. The last is a duration such as `1h6m0s` or `20ms`. */
export type ResetFormat =
  | "unix_timestamp"
  | "unix_timestamp_in_ms"
  | "iso_8601"
  | "iso_8601_duration_openai_variant";

const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;
const PART_MS = [86_400_000, 3_600_000, 60_000, 1_000, 1];

/** Epoch milliseconds, or undefined where the header is missing or says something else. */
export function resetTime(
  text: string | null,
  format: ResetFormat = "unix_timestamp_in_ms",
  now: number,
): number | undefined {
  if (!text) return undefined;
  const time = read(text.trim(), format, now);
  return Number.isFinite(time) ? time : undefined;
}

function read(text: string, format: ResetFormat, now: number): number {
  switch (format) {
    case "unix_timestamp":
      return Number(text) * 1_000;
    case "unix_timestamp_in_ms":
      return Number(text);
    case "iso_8601":
      return Date.parse(text);
    case "iso_8601_duration_openai_variant": {
      const parts = DURATION.exec(text)?.slice(1);
      if (!parts) return Number.NaN;
      return parts.reduce(
        (sum, part, index) => sum + Number(part ?? 0) * (PART_MS[index] ?? 0),
        now,
      );
    }
  }
}
