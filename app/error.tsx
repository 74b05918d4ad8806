"use client";

import type { ReactNode } from "react";
import { PageError } from "#components/layout/page-error.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

export default function ErrorPage(props: {
  error: Error & { digest?: string };
  reset: () => void;
}): ReactNode {
  return (
    <main>
      <h1 className="sr-only">Not shown</h1>
      <PageError {...props}>
        <ButtonLink href="/">Go to your tasks</ButtonLink>
      </PageError>
    </main>
  );
}
