import type { ReactNode } from "react";
import { EnvironmentsSkeleton } from "#components/environments/environments-skeleton.tsx";

export default function Loading(): ReactNode {
  return (
    <div className="pt-18">
      <EnvironmentsSkeleton />
    </div>
  );
}
