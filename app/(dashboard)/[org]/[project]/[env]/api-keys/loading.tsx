import type { ReactNode } from "react";
import { ApiKeysSkeleton } from "#components/api-keys/api-keys-skeleton.tsx";

export default function Loading(): ReactNode {
  return <ApiKeysSkeleton />;
}
