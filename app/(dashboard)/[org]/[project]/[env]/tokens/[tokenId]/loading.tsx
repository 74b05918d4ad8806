import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";

const LINES = ["w-72", "w-96", "w-64", "w-80"];

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Waitpoint token" />
      <div className="flex flex-col gap-4 p-4" aria-busy>
        {LINES.map((width) => (
          <Skeleton key={width} className={`${width} max-w-full`} />
        ))}
      </div>
    </>
  );
}
