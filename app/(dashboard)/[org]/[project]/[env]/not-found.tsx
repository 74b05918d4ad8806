import type { Metadata } from "next";
import type { ReactNode } from "react";
import { LazyNotFoundPage } from "#components/layout/lazy-not-found-page.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound(): ReactNode {
  return <LazyNotFoundPage />;
}
