import type { Metadata } from "next";
import type { ReactNode } from "react";
import { TestPage } from "#components/test-run/test-page.tsx";

export const metadata: Metadata = { title: "Test" };

export default function Page(): ReactNode {
  return <TestPage />;
}
