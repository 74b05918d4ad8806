import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { MembersSkeleton } from "#components/members/members-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <>
      <PageHeader title="Members" />
      <MembersSkeleton />
    </>
  );
}
