import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound(): ReactNode {
  return (
    <EmptyState
      title="No page of the documentation is at this address"
      description="All its pages are in the navigation."
    >
      <div>
        <ButtonLink href="/docs">Go to the beginning</ButtonLink>
      </div>
    </EmptyState>
  );
}
