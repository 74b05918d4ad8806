import type { ReactNode } from "react";
import { RunPageSkeleton } from "#components/runs/run-page-skeleton.tsx";

export default function Loading(): ReactNode {
  return <RunPageSkeleton />;
}
