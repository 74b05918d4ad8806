"use client";

import { useQuery } from "@tanstack/react-query";
import { Pause, Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { formatDay } from "#components/ui/format-time.ts";
import { showToast } from "#components/ui/toast.tsx";
import {
  useEnvironmentId,
  usePlace,
  useReadOnlyReason,
} from "#components/workspace/environment-context.tsx";
import { usePauseEnvironment } from "./mutations.ts";
import { queueQueries } from "./queries.ts";

const LOOK_MS = 10_000;

/** Shared by the button and the banner; a pause does not travel on the feed of runs. */
export function useEnvironmentLoad() {
  return useQuery({ ...queueQueries.environment(useEnvironmentId()), refetchInterval: LOOK_MS });
}

export function EnvironmentPauseButton(): ReactNode {
  const { data } = useEnvironmentLoad();
  const [isAsking, setIsAsking] = useState(false);
  const disabledReason = useReadOnlyReason();
  if (data === undefined) return null;
  return (
    <>
      {/* Paused, the banner above has the button. The question stays: gone before it is answered, it would be asked again. */}
      {!data.paused && (
        <Button disabledReason={disabledReason} onClick={() => setIsAsking(true)}>
          <Pause aria-hidden className="size-3.5" />
          Pause environment…
        </Button>
      )}
      <PauseDialog isOpen={isAsking} onOpenChange={setIsAsking} />
    </>
  );
}

function PauseDialog(props: {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}): ReactNode {
  const { environment } = usePlace();
  const pause = usePauseEnvironment();
  return (
    <ConfirmDialog
      {...props}
      title={`Pause ${environment.name}?`}
      description="Executing runs finish. Triggers are accepted and their runs wait; nothing new starts in any queue until you resume."
      confirmLabel="Pause environment"
      dismissLabel="Keep it running"
      isPending={pause.isPending}
      error={pause.isError ? describeError(pause.error) : undefined}
      onConfirm={() => pause.mutate("pause", { onSuccess: () => props.onOpenChange(false) })}
    />
  );
}

function ResumeButton(): ReactNode {
  const resume = usePauseEnvironment();
  const disabledReason = useReadOnlyReason();
  return (
    <Button
      size="small"
      isPending={resume.isPending}
      disabledReason={disabledReason}
      onClick={() =>
        resume.mutate("resume", {
          onError: (error) =>
            showToast(`Nothing was resumed: ${describeError(error).message}`, "danger"),
        })
      }
    >
      <Play aria-hidden className="size-3.5" />
      Resume environment
    </Button>
  );
}

/** On every page, for as long as nothing starts here. */
export function PausedBanner(): ReactNode {
  const { environment } = usePlace();
  const { data } = useEnvironmentLoad();
  if (!data?.paused) return null;
  const since = data.pausedAt === undefined ? "" : ` since ${formatDay(Date.parse(data.pausedAt))}`;
  const by = data.pausedBy === undefined ? "" : ` by ${data.pausedBy}`;
  return (
    <div
      role="status"
      className="flex min-h-10 shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-border border-b bg-warning-bg px-4 py-1.5"
    >
      <Pause aria-hidden className="size-4 shrink-0 text-warning" />
      <p className="min-w-0 flex-1 basis-64" suppressHydrationWarning>
        <span className="font-medium text-warning">
          {environment.name} is paused{since}
          {by}.
        </span>{" "}
        Executing runs finish, nothing new starts.
      </p>
      <ResumeButton />
    </div>
  );
}
