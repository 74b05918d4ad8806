"use client";

import { FlaskConical, Pause, Pencil, Play, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { useDeleteSchedule, useRunSchedule, useSwitchSchedule } from "./mutations.ts";

export type ScheduleActionsProps = {
  schedule: ScheduleObject;
  onEdit: () => void;
  onDeleted: () => void;
};

export function ScheduleActions({ schedule, onEdit, onDeleted }: ScheduleActionsProps): ReactNode {
  const readOnly = useReadOnlyReason();
  const [isDeleting, setIsDeleting] = useState(false);
  const declared =
    schedule.type === "DECLARATIVE"
      ? "It is declared in the code of its task: change the cron there and deploy."
      : undefined;
  return (
    <div className="flex flex-wrap gap-2">
      <TestNow schedule={schedule} />
      <Switch schedule={schedule} />
      <Button size="small" shortcut="e" disabledReason={readOnly ?? declared} onClick={onEdit}>
        <Pencil aria-hidden className="size-3.5" />
        Edit…
      </Button>
      <Button
        size="small"
        disabledReason={readOnly ?? declared}
        onClick={() => setIsDeleting(true)}
      >
        <Trash2 aria-hidden className="size-3.5" />
        Delete…
      </Button>
      <DeleteDialog
        schedule={schedule}
        isOpen={isDeleting}
        onOpenChange={setIsDeleting}
        onDeleted={onDeleted}
      />
    </div>
  );
}

function TestNow({ schedule }: { schedule: ScheduleObject }): ReactNode {
  const router = useRouter();
  const paths = usePaths();
  const run = useRunSchedule();
  const disabledReason = useReadOnlyReason();
  return (
    <Button
      size="small"
      shortcut="t"
      isPending={run.isPending || run.isSuccess}
      disabledReason={disabledReason}
      tooltip="Triggers a test run with the payload of a tick of this moment"
      onClick={() =>
        run.mutate(schedule.id, {
          onSuccess: ({ id }) => router.push(paths.run(id)),
          onError: (error) =>
            showToast(`No run was started: ${describeError(error).message}`, "danger"),
        })
      }
    >
      <FlaskConical aria-hidden className="size-3.5" />
      Test now
    </Button>
  );
}

function Switch({ schedule }: { schedule: ScheduleObject }): ReactNode {
  const change = useSwitchSchedule();
  const disabledReason = useReadOnlyReason();
  const action = schedule.active ? "deactivate" : "activate";
  const Icon = schedule.active ? Pause : Play;
  return (
    <Button
      size="small"
      shortcut="p"
      isPending={change.isPending}
      disabledReason={disabledReason}
      onClick={() =>
        change.mutate(
          { id: schedule.id, action },
          {
            onError: (error) =>
              showToast(
                `The schedule was not ${action}d: ${describeError(error).message}`,
                "danger",
              ),
          },
        )
      }
    >
      <Icon aria-hidden className="size-3.5" />
      {schedule.active ? "Deactivate" : "Activate"}
    </Button>
  );
}

type DeleteProps = {
  schedule: ScheduleObject;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onDeleted: () => void;
};

function DeleteDialog({ schedule, isOpen, onOpenChange, onDeleted }: DeleteProps): ReactNode {
  const remove = useDeleteSchedule();
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Delete this schedule of ${schedule.task}?`}
      description={`${schedule.generator.description}, ${schedule.timezone}. It does not tick any more; the runs that it triggered stay.`}
      confirmLabel="Delete schedule"
      dismissLabel="Keep it"
      isPending={remove.isPending}
      error={remove.isError ? describeError(remove.error) : undefined}
      onConfirm={() =>
        remove.mutate(schedule.id, {
          onSuccess: () => {
            onOpenChange(false);
            onDeleted();
          },
        })
      }
    />
  );
}
