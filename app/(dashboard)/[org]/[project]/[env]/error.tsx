"use client";

import type { ReactNode } from "react";
import { PageError } from "#components/layout/page-error.tsx";

/** Inside the shell: whatever broke, the way to every other page stays. */
export default function ErrorPage(props: {
  error: Error & { digest?: string };
  reset: () => void;
}): ReactNode {
  return <PageError {...props} />;
}
