"use client";

import type { ReactNode } from "react";
import { PageError } from "#components/layout/page-error.tsx";
import { PageHeader } from "#components/layout/page-header.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";

/** Inside the shell: whatever broke, the way to every other page stays. */
export default function ErrorPage(props: {
  error: Error & { digest?: string };
  reset: () => void;
}): ReactNode {
  return (
    <>
      <PageHeader title="Not shown" />
      <PageError {...props}>
        <ButtonLink href={usePaths().status}>See whether Pawl is well</ButtonLink>
      </PageError>
    </>
  );
}
