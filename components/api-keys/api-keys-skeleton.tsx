import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

export function ApiKeysSkeleton(): ReactNode {
  return (
    <>
      <PageHeader title="API keys" />
      <div className="flex flex-col gap-4 p-4" aria-busy>
        <Skeleton className="h-4 w-32" />
        <Skeleton className="h-8 w-full max-w-2xl" />
        <Skeleton className="w-64" />
      </div>
    </>
  );
}
