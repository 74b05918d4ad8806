import type { Metadata } from "next";
import type { ReactNode } from "react";
import { RunPage } from "#components/runs/run-page.tsx";

type Props = { params: Promise<{ runId: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).runId) };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  const runId = decodeURIComponent((await params).runId);
  return <RunPage key={runId} runId={runId} />;
}
