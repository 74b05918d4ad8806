import type { ReactNode } from "react";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export function RunPageSkeleton(): ReactNode {
  return (
    <div className="flex min-h-0 flex-1 flex-col" aria-busy>
      <PageHeader
        title={
          <>
            <span className="sr-only">Loading the run</span>
            <Skeleton className="h-4 w-48" />
          </>
        }
      />
      <FilterRow>
        <Skeleton className="w-56" />
      </FilterRow>
      <div className="flex min-h-0 flex-1">
        <div className="flex min-w-0 flex-1 flex-col gap-5 p-4 pt-9">
          <Skeleton className="w-3/4" />
          <Skeleton className="ml-4 w-1/2" />
          <Skeleton className="ml-8 w-1/3" />
        </div>
        <div className="hidden w-100 flex-col gap-4 border-border border-l p-4 lg:flex">
          <Skeleton className="w-64" />
          <Skeleton className="w-40" />
          <Skeleton className="w-52" />
        </div>
      </div>
    </div>
  );
}
