import type { ReactNode } from "react";
import { DetailPageSkeleton } from "#components/layout/detail-page-skeleton.tsx";

export default function Loading(): ReactNode {
  return <DetailPageSkeleton title="Error" section="errors" />;
}
