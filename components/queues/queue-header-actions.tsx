"use client";

import { Pause, Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import type { QueueObject } from "#sdk/wire/queue.ts";
import { LimitDialog } from "./limit-dialog.tsx";
import { useToggleQueue } from "./use-toggle-queue.ts";

/** What the list does to a queue, on its own page. */
export function QueueHeaderActions({ queue }: { queue: QueueObject }): ReactNode {
  const [isLimiting, setIsLimiting] = useState(false);
  const toggle = useToggleQueue();
  const disabledReason = useReadOnlyReason();
  const Icon = queue.paused ? Play : Pause;
  return (
    <>
      <Button shortcut="l" disabledReason={disabledReason} onClick={() => setIsLimiting(true)}>
        Limit…
      </Button>
      <Button
        shortcut="p"
        isPending={toggle.pendingId === queue.id}
        disabledReason={disabledReason}
        onClick={() => toggle.run(queue)}
      >
        <Icon aria-hidden className="size-3.5" />
        {queue.paused ? "Resume" : "Pause"}
      </Button>
      <LimitDialog queue={isLimiting ? queue : undefined} onClose={() => setIsLimiting(false)} />
    </>
  );
}
