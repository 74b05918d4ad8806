import { formatDay } from "#components/ui/format-time.ts";

const NEAR_MS = 2 * 60_000;
const DAY_MS = 86_400_000;

const minuteFormat = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const secondFormat = new Intl.DateTimeFormat("en-GB", {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/** An instant in a sentence: `14:03`, with seconds where they matter, with the day where it is another. */
export function timeInSentence(iso: string, now: number): string {
  const at = Date.parse(iso);
  const distance = Math.abs(at - now);
  if (distance < NEAR_MS) return secondFormat.format(at);
  const isSameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return isSameDay && distance < DAY_MS ? minuteFormat.format(at) : formatDay(at);
}
