import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { DocsMarkdown } from "#components/docs/docs-markdown.tsx";
import { DOCS_PAGES } from "#components/docs/pages.ts";
import { findDoc } from "../read-docs.ts";

type Props = { params: Promise<{ slug: string }> };

export function generateStaticParams(): { slug: string }[] {
  return DOCS_PAGES.map(({ slug }) => ({ slug }));
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { slug } = await params;
  return { title: DOCS_PAGES.find((page) => page.slug === slug)?.title ?? "Docs" };
}

export default async function Page({ params }: Props): Promise<ReactNode> {
  const source = await findDoc((await params).slug);
  if (source === undefined) notFound();
  return <DocsMarkdown source={source} />;
}
