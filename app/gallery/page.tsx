import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { connection } from "next/server";
import type { ReactNode } from "react";
import { isGalleryOpen } from "#app/_lib/env.ts";
import { Gallery } from "#components/gallery/gallery.tsx";

export const metadata: Metadata = { title: "Gallery", robots: { index: false } };

/** Every status and primitive on one page, in both themes, for whoever changes one. */
export default async function Page(): Promise<ReactNode> {
  // Decided where it runs, not where it is built.
  await connection();
  if (!isGalleryOpen()) notFound();
  return <Gallery />;
}
