"use client";

import dynamic from "next/dynamic";
import type { ReactNode } from "react";
import { Skeleton } from "./skeleton.tsx";

export type { JsonEditorHandle } from "./json-editor-view.tsx";

// CodeMirror is most of this page's weight: it is loaded beside the page, not before it.
export const JsonEditor = dynamic(
  () => import("./json-editor-view.tsx").then((module) => module.JsonEditorView),
  { ssr: false, loading: EditorSkeleton },
);

function EditorSkeleton(): ReactNode {
  return (
    <div className="flex flex-col gap-2 p-4" aria-busy>
      <Skeleton className="w-24" />
      <Skeleton className="w-56" />
      <Skeleton className="w-40" />
    </div>
  );
}
