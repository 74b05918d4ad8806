import { CircleCheck, CircleSlash2, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { StatusLabel, type StatusLook } from "#components/ui/status-label.tsx";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";

/** Whether it ticks, and if not, why. */
export function stateOf({ active, isTaskDeployed, task }: ScheduleObject): StatusLook {
  if (!active) {
    return {
      label: "Inactive",
      tone: "neutral",
      icon: CircleSlash2,
      title: "It does not tick until it is activated.",
    };
  }
  if (!isTaskDeployed) {
    return {
      label: "No task",
      tone: "warning",
      icon: TriangleAlert,
      title: `The current deployment has no task ${task}: nothing runs until it is deployed.`,
    };
  }
  return { label: "Active", tone: "success", icon: CircleCheck, title: "It ticks." };
}

export function ScheduleState({ schedule }: { schedule: ScheduleObject }): ReactNode {
  return <StatusLabel {...stateOf(schedule)} />;
}
