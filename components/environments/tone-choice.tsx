"use client";

import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import { EnvironmentDot } from "#components/workspace/environment-mark.tsx";
import { ENVIRONMENT_TONES, type EnvironmentTone } from "#worker/domain/environments.ts";
import { TONE_NAMES } from "./words.ts";

type Props = { value: EnvironmentTone; onChange: (tone: EnvironmentTone) => void };

/** The colour of an environment's mark and of the switcher's frame. */
export function ToneChoice({ value, onChange }: Props): ReactNode {
  return (
    <div className="flex flex-col gap-1">
      <p aria-hidden className="font-medium">
        Colour
      </p>
      <RadioGroup.Root
        aria-label="Colour"
        value={value}
        onValueChange={(next) => {
          const tone = ENVIRONMENT_TONES.find((one) => one === next);
          if (tone) onChange(tone);
        }}
        className="grid grid-cols-3 gap-2"
      >
        {ENVIRONMENT_TONES.map((tone) => (
          <RadioGroup.Item
            key={tone}
            value={tone}
            className="flex h-8 items-center justify-center gap-2 rounded-control border border-border-strong text-text-muted hover:bg-raised data-[state=checked]:border-accent data-[state=checked]:bg-accent-bg data-[state=checked]:text-text pointer-coarse:h-11"
          >
            <EnvironmentDot tone={tone} />
            {TONE_NAMES[tone]}
          </RadioGroup.Item>
        ))}
      </RadioGroup.Root>
    </div>
  );
}
