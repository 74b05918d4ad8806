import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { TONE_FILL, type Tone } from "./tone.ts";

export type Bar = { label: string; value: number };

/** One at least, so that empty bars have a scale too. */
export function highestOf(bars: readonly Bar[]): number {
  return Math.max(1, ...bars.map(({ value }) => value));
}

export type BarsProps = {
  bars: readonly Bar[];
  /** What they tell, for those who do not see them. */
  label: string;
  tone?: Tone;
  /** What full height means, for charts that are compared; without it the highest of these bars. */
  highest?: number;
  className?: string;
};

/** A small chart: as many bars as there are values, the highest at full height. Exact values on hover. */
export function Bars(props: BarsProps): ReactNode {
  const { bars, label, tone = "neutral", className } = props;
  const highest = props.highest ?? highestOf(bars);
  return (
    <span
      role="img"
      aria-label={label}
      className={cn("flex h-6 min-w-0 items-end gap-px border-border border-b", className)}
    >
      {bars.map((bar) => (
        <span
          key={bar.label}
          title={`${bar.label}: ${bar.value.toLocaleString("en")}`}
          className="flex h-full min-w-0 flex-1 items-end"
        >
          <span
            className={cn("w-full min-w-px rounded-t-[1px]", bar.value > 0 && TONE_FILL[tone])}
            style={{ height: `${(bar.value / highest) * 100}%` }}
          />
        </span>
      ))}
    </span>
  );
}
