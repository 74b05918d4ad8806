import { Ban, CircleCheck } from "lucide-react";
import type { ReactNode } from "react";
import { StatusLabel, type StatusLook } from "#components/ui/status-label.tsx";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";

const LOOKS: Record<BulkActionObject["status"], StatusLook> = {
  PENDING: { label: "In progress", tone: "info", icon: undefined, title: "A worker does it" },
  COMPLETED: { label: "Completed", tone: "success", icon: CircleCheck, title: "All of it is done" },
  ABORTED: { label: "Aborted", tone: "warning", icon: Ban, title: "What was done stays" },
};

export function BulkStatus({ status }: Pick<BulkActionObject, "status">): ReactNode {
  return <StatusLabel {...LOOKS[status]} />;
}
