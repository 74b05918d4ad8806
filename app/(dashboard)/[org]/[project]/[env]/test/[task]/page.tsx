import type { Metadata } from "next";
import type { ReactNode } from "react";
import { TestPage } from "#components/test-run/test-page.tsx";

type Props = { params: Promise<{ task: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Test ${decodeURIComponent((await params).task)}` };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  return <TestPage taskId={decodeURIComponent((await params).task)} />;
}
