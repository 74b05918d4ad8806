"use client";

import type { ReactNode } from "react";
import { PageError } from "#components/layout/page-error.tsx";

export default function ErrorPage(props: {
  error: Error & { digest?: string };
  reset: () => void;
}): ReactNode {
  return (
    <main>
      <PageError {...props} />
    </main>
  );
}
