import type { ReactNode } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";

const LINES = ["a", "b", "c", "d", "e", "f", "g", "h"];

export function TaskPageSkeleton(): ReactNode {
  return (
    <div className="flex max-w-7xl flex-col gap-4 p-4" aria-busy="true">
      {LINES.map((line) => (
        <Skeleton key={line} className="h-6 w-full" />
      ))}
    </div>
  );
}
