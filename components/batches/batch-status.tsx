import { CircleCheck, CircleX, Hourglass, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { StatusLabel, type StatusLook } from "#components/ui/status-label.tsx";
import type { BatchView } from "#worker/domain/insight/views.ts";

const STATUSES: Record<BatchView["status"], StatusLook> = {
  PENDING: {
    ...{ label: "Pending", tone: "neutral", icon: Hourglass },
    title: "Not every item is in yet",
  },
  PROCESSING: {
    ...{ label: "Processing", tone: "info", icon: undefined },
    title: "Every item is in, and some runs are not over",
  },
  COMPLETED: {
    ...{ label: "Completed", tone: "success", icon: CircleCheck },
    title: "Every item became a run, and all are over",
  },
  PARTIAL_FAILED: {
    ...{ label: "Partly refused", tone: "warning", icon: TriangleAlert },
    title: "All runs are over, and some items became none",
  },
  ABORTED: {
    ...{ label: "Refused", tone: "danger", icon: CircleX },
    title: "No item became a run",
  },
};

const GIVEN_UP = { label: "Given up", tone: "danger", icon: CircleX } as const;

export function BatchStatus({ batch }: { batch: BatchView }): ReactNode {
  const look = batch.aborted
    ? { ...GIVEN_UP, title: batch.aborted.reason }
    : STATUSES[batch.status];
  return <StatusLabel {...look} />;
}
