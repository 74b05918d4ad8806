import type { ReactNode } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";

const LINES = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

export function StatusSkeleton(): ReactNode {
  return (
    <div className="flex max-w-4xl flex-col gap-6 p-4" aria-busy="true">
      <span className="sr-only" role="status">
        Loading the status
      </span>
      <Skeleton className="h-20 w-full" />
      <div className="flex flex-col gap-3">
        {LINES.map((line) => (
          <Skeleton key={line} className="h-7 w-full" />
        ))}
      </div>
    </div>
  );
}
