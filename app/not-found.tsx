import type { Metadata } from "next";
import type { ReactNode } from "react";
import { CenteredPage } from "#components/layout/centered-page.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound(): ReactNode {
  return (
    <CenteredPage
      title="Nothing is at this address"
      description="The link is incomplete, or what it led to is not yours to see."
    >
      <ButtonLink href="/" variant="primary">
        Go to your tasks
      </ButtonLink>
    </CenteredPage>
  );
}
