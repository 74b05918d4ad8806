"use client";

import type { ReactNode } from "react";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";

const WAIT = `import { task, wait } from "@pawl/sdk";

export const publish = task({
  id: "publish",
  run: async (payload: { article: string }) => {
    const token = await wait.createToken({ timeout: "3d", tags: [payload.article] });
    // Send token.url to whoever decides: a POST to it goes on here.
    const review = await wait.forToken<{ approved: boolean }>(token).unwrap();
    return review.approved;
  },
});`;

export function NoTokensYet(): ReactNode {
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        title="No waitpoint tokens yet"
        description="A token lets a run wait for a person or another service, for minutes or months, without holding a slot. It is completed with the SDK, with a POST to its callback address, or by hand on this page."
      >
        <Snippet code={WAIT} label="Copy the task" />
        <DocsLink slug="waits">How waits work</DocsLink>
        <WaitingNote>Waiting for the first token.</WaitingNote>
      </EmptyState>
    </div>
  );
}
