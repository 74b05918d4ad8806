import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Gallery } from "#components/gallery/gallery.tsx";

export const metadata: Metadata = { title: "Gallery", robots: { index: false } };

/** Every status and primitive on one page, in both themes, for whoever changes one. */
export default function Page(): ReactNode {
  return <Gallery />;
}
