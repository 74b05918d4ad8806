"use client";

import type { ReactNode } from "react";
import { ClockTime } from "#components/ui/time.tsx";
import type { StreamView } from "#worker/domain/views.ts";

/** What the run has written to its streams, the newest parts of each. */
export function RunStreams({ streams }: { streams: StreamView[] }): ReactNode {
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {streams.map((stream) => (
        <section key={stream.key} aria-label={`Stream ${stream.key}`}>
          <div className="flex min-w-0 items-baseline justify-between gap-3 pb-2">
            <h3 className="min-w-0 truncate font-mono font-semibold text-mono">{stream.key}</h3>
            <span className="shrink-0 text-caption text-text-muted tabular-nums">
              {partsText(stream)}
            </span>
          </div>
          {stream.parts.length === 0 ? (
            <p className="text-text-muted">Nothing has been written to it yet.</p>
          ) : (
            <Parts stream={stream} />
          )}
        </section>
      ))}
    </div>
  );
}

/** Pieces of text make one text, as the words of a language model do; other parts stand in lines. */
function Parts({ stream: { parts } }: { stream: StreamView }): ReactNode {
  const texts = parts.map(({ data }) => textOf(data));
  if (texts.every((text) => text !== undefined)) {
    return <p className="whitespace-pre-wrap break-words font-mono text-mono">{texts.join("")}</p>;
  }
  return (
    <ol className="flex flex-col gap-1">
      {parts.map((part) => (
        <li key={part.index} className="flex min-w-0 gap-3 font-mono text-mono">
          <ClockTime value={part.at} className="shrink-0 text-text-muted tabular-nums" />
          <code className="min-w-0 break-words">{part.data}</code>
        </li>
      ))}
    </ol>
  );
}

function partsText({ length, parts }: StreamView): string {
  const all = `${length} ${length === 1 ? "part" : "parts"}`;
  return parts.length < length ? `the last ${parts.length} of ${all}` : all;
}

/** Undefined for a part that is no text. */
function textOf(data: string): string | undefined {
  const value: unknown = data.startsWith('"') ? JSON.parse(data) : undefined;
  return typeof value === "string" ? value : undefined;
}
