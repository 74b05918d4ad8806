"use client";

import type { ReactNode } from "react";
import { Skeleton } from "#components/ui/skeleton.tsx";
import type { Paths } from "#components/workspace/paths.ts";
import { usePaths } from "#components/workspace/use-paths.ts";
import { PageHeader } from "./page-header.tsx";
import { sectionGroups } from "./sections.ts";

const LINES = ["a", "b", "c", "d", "e", "f"];

/** Where the lines and tables of one thing will be. */
export function DetailSkeleton(): ReactNode {
  return (
    <div className="flex max-w-5xl flex-col gap-4 p-4" aria-busy="true">
      {LINES.map((line) => (
        <Skeleton key={line} className="h-6 w-full" />
      ))}
    </div>
  );
}

export type DetailPageSkeletonProps = {
  title: string;
  /** The section that it belongs to, such as "queues". */
  section: keyof { [K in keyof Paths as Paths[K] extends string ? K : never]: true };
};

/** The page of one thing before it is here: its header with the way back works already. */
export function DetailPageSkeleton({ title, section }: DetailPageSkeletonProps): ReactNode {
  const paths = usePaths();
  const href = paths[section];
  const label = sectionGroups(paths)
    .flatMap(({ sections }) => sections)
    .find((one) => one.href === href)?.label;
  return (
    <>
      <PageHeader crumbs={label === undefined ? [] : [{ label, href }]} title={title} />
      <DetailSkeleton />
    </>
  );
}
