"use client";

import { BellOff, Check, RotateCcw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import type { ErrorDetailView } from "#worker/domain/insight/views.ts";
import { type ErrorChange, useChangeError } from "./queries.ts";
import { ReplayAllDialog } from "./replay-all-dialog.tsx";

export function ErrorActions({ error }: { error: ErrorDetailView }): ReactNode {
  const [isReplaying, setIsReplaying] = useState(false);
  const change = useChangeError(error.id);
  const disabledReason = useReadOnlyReason();
  const isOpen = error.status === "UNRESOLVED";
  const send = (next: ErrorChange) =>
    change.mutate(next, {
      onError: (fault) =>
        showToast(`The error was not changed: ${describeError(fault).message}`, "danger"),
    });
  return (
    <>
      <Button disabledReason={disabledReason} shortcut="r" onClick={() => setIsReplaying(true)}>
        Replay all…
      </Button>
      {isOpen && <IgnoreMenu disabledReason={disabledReason} onIgnore={send} />}
      <Button
        variant={isOpen ? "primary" : "secondary"}
        shortcut="e"
        isPending={change.isPending}
        disabledReason={disabledReason}
        onClick={() => send({ action: isOpen ? "resolve" : "reopen" })}
      >
        {isOpen ? (
          <Check aria-hidden className="size-3.5" />
        ) : (
          <RotateCcw aria-hidden className="size-3.5" />
        )}
        {isOpen ? "Resolve" : "Open again"}
      </Button>
      {isReplaying && <ReplayAllDialog error={error} onClose={() => setIsReplaying(false)} />}
    </>
  );
}

const PERIODS = [
  { label: "For an hour", period: "1h" },
  { label: "For a day", period: "1d" },
  { label: "For a week", period: "7d" },
  { label: "For good" },
] as const;

function IgnoreMenu(props: {
  disabledReason: string | undefined;
  onIgnore: (change: ErrorChange) => void;
}): ReactNode {
  if (props.disabledReason !== undefined) {
    return <Button disabledReason={props.disabledReason}>Ignore…</Button>;
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          <BellOff aria-hidden className="size-3.5" />
          Ignore…
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {PERIODS.map((each) => (
          <DropdownMenuItem
            key={each.label}
            onSelect={() =>
              props.onIgnore({
                action: "ignore",
                ...("period" in each && { period: each.period }),
              })
            }
          >
            {each.label}
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
