import type { ReactNode } from "react";
import { PageHeader } from "#components/layout/page-header.tsx";

export default function Loading(): ReactNode {
  return <PageHeader title="Test" />;
}
