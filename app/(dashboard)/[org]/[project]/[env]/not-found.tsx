import type { Metadata } from "next";
import type { ReactNode } from "react";
import { NotFoundPage } from "#components/layout/not-found-page.tsx";

export const metadata: Metadata = { title: "Not found" };

export default function NotFound(): ReactNode {
  return <NotFoundPage />;
}
