"use client";

import { GitCompare, PencilLine } from "lucide-react";
import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import type { RunObject } from "#sdk/wire/api.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";

// Opened now and then: not part of the page.
const ReplayDialog = dynamic(() =>
  import("./replay-dialog.tsx").then((module) => module.ReplayDialog),
);
const CompareDialog = dynamic(() =>
  import("./compare-dialog.tsx").then((module) => module.CompareDialog),
);

type Props = { run: RunObject; timeline: RunTimelineView };

export function RunMoreActions({ run, timeline }: Props): ReactNode {
  const [open, setOpen] = useState<"replay" | "compare">();
  const readOnlyReason = useReadOnlyReason();
  const close = () => setOpen(undefined);
  return (
    <>
      <Button
        size="icon"
        variant="ghost"
        shortcut="d"
        label="Compare with the last success"
        onClick={() => setOpen("compare")}
      >
        <GitCompare aria-hidden className="size-4" />
      </Button>
      <Button
        size="icon"
        variant="ghost"
        shortcut="shift+r"
        label="Replay with changes…"
        disabledReason={readOnlyReason}
        onClick={() => setOpen("replay")}
      >
        <PencilLine aria-hidden className="size-4" />
      </Button>
      {open === "replay" && <ReplayDialog run={run} onClose={close} />}
      {open === "compare" && <CompareDialog run={run} timeline={timeline} onClose={close} />}
    </>
  );
}
