import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function NotFound(): ReactNode {
  return (
    <>
      <PageHeader title="Not found" />
      <EmptyState
        title="Nothing is at this address"
        description="It may belong to another environment, or the link is incomplete. The pages of this environment are in the sidebar."
      />
    </>
  );
}
