import { CircleCheck, CircleSlash2, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";

type State = { label: string; tone: Tone; icon: typeof CircleCheck; description: string };

/** Whether it ticks, and if not, why. */
export function stateOf({ active, isTaskDeployed, task }: ScheduleObject): State {
  if (!active) {
    return {
      label: "Inactive",
      tone: "neutral",
      icon: CircleSlash2,
      description: "It does not tick until it is activated.",
    };
  }
  if (!isTaskDeployed) {
    return {
      label: "No task",
      tone: "warning",
      icon: TriangleAlert,
      description: `The current deployment has no task ${task}: nothing runs until it is deployed.`,
    };
  }
  return { label: "Active", tone: "success", icon: CircleCheck, description: "It ticks." };
}

export function ScheduleState({ schedule }: { schedule: ScheduleObject }): ReactNode {
  const { label, tone, icon: Icon, description } = stateOf(schedule);
  return (
    <span
      title={description}
      className={cn("flex items-center gap-1.5 whitespace-nowrap", TONE_TEXT[tone])}
    >
      <Icon aria-hidden className="size-3.5 shrink-0" />
      {label}
    </span>
  );
}
