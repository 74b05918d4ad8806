import { Ban, CircleCheck, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import type { Tone } from "#components/ui/tone.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";

type Look = { label: string; tone: Tone; icon: LucideIcon | undefined; title: string };

const LOOKS: Record<BulkActionObject["status"], Look> = {
  PENDING: { label: "In progress", tone: "info", icon: undefined, title: "A worker does it" },
  COMPLETED: { label: "Completed", tone: "success", icon: CircleCheck, title: "All of it is done" },
  ABORTED: { label: "Aborted", tone: "warning", icon: Ban, title: "What was done stays" },
};

export function BulkStatus({ status }: Pick<BulkActionObject, "status">): ReactNode {
  const { label, tone, icon: Icon, title } = LOOKS[status];
  return (
    <Badge tone={tone} title={title}>
      {Icon ? <Icon aria-hidden className="size-3" /> : <Spinner className="size-3" />}
      {label}
    </Badge>
  );
}
