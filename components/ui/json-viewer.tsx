"use client";

import { Search } from "lucide-react";
import { type ReactNode, useDeferredValue, useMemo, useRef, useState } from "react";
import { Button } from "./button.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Input } from "./input.tsx";
import { JsonLine } from "./json-line.tsx";
import { type JsonRow, jsonRows } from "./json-tree.ts";
import { saveFile } from "./save-file.ts";
import { VirtualList } from "./virtual-list.tsx";

const DEFAULT_DEPTH = 2;
const SHOWN_CHARACTERS = 100_000;
const ROW_HEIGHT_PX = 20;

export type JsonViewerProps = {
  value: unknown;
  /** Names the file when a big value is downloaded, such as `run_ab12-payload`. */
  fileName: string;
};

/** Open two levels deep, searchable, secrets masked by the name of their key. */
export function JsonViewer({ value, fileName }: JsonViewerProps): ReactNode {
  const text = useMemo(() => JSON.stringify(value, null, 2) ?? "undefined", [value]);
  const [search, setSearch] = useState("");
  if (text.length > SHOWN_CHARACTERS) return <BigValue text={text} fileName={fileName} />;
  const isContainer = typeof value === "object" && value !== null;
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <div className="flex items-center gap-2">
        {isContainer && (
          <div className="relative min-w-0 flex-1">
            <Search aria-hidden className="absolute top-2 left-2 size-3.5 text-text-muted" />
            <Input
              type="search"
              aria-label="Search keys and values"
              placeholder="Search keys and values"
              className="h-7 pl-7"
              value={search}
              onChange={(event) => setSearch(event.target.value)}
            />
          </div>
        )}
        <CopyButton value={text} label="Copy all" className="ml-auto" />
      </div>
      <JsonRows value={value} search={search} />
    </div>
  );
}

function JsonRows({ value, search }: { value: unknown; search: string }): ReactNode {
  const scrollRef = useRef<HTMLDivElement>(null);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [revealed, setRevealed] = useState<ReadonlySet<string>>(new Set());
  const deferred = useDeferredValue(search.trim());
  const rows = useMemo(
    () => jsonRows(value, { toggled, defaultDepth: DEFAULT_DEPTH, search: deferred }),
    [value, toggled, deferred],
  );
  const hasNoMatch = deferred !== "" && !rows.some((row) => row.isMatch);
  return (
    <section
      ref={scrollRef}
      aria-label="JSON"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-[60vh] min-h-0 overflow-auto rounded-panel border border-border bg-surface py-2 font-mono text-mono"
    >
      {hasNoMatch ? (
        <p className="px-3 font-sans text-body text-text-muted">Nothing matches “{deferred}”</p>
      ) : (
        <VirtualList
          items={rows}
          scrollRef={scrollRef}
          rowHeightPx={ROW_HEIGHT_PX}
          keyOf={(row: JsonRow) => row.path}
        >
          {(row) => (
            <JsonLine
              row={row}
              isRevealed={revealed.has(row.path)}
              onToggle={() => setToggled(flip(toggled, row.path))}
              onReveal={() => setRevealed(flip(revealed, row.path))}
            />
          )}
        </VirtualList>
      )}
    </section>
  );
}

function BigValue({ text, fileName }: { text: string; fileName: string }): ReactNode {
  const shownKb = Math.round(SHOWN_CHARACTERS / 1_000);
  const totalKb = Math.round(text.length / 1_000).toLocaleString("en");
  return (
    <div className="flex min-h-0 flex-col gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-text-muted">
          The first {shownKb}&nbsp;kB of {totalKb}&nbsp;kB
        </p>
        <Button size="small" onClick={() => saveFile(`${fileName}.json`, text, "application/json")}>
          Download full value
        </Button>
      </div>
      <pre className="max-h-[60vh] overflow-auto rounded-panel border border-border bg-surface p-3 font-mono text-mono">
        {text.slice(0, SHOWN_CHARACTERS)}
      </pre>
    </div>
  );
}

function flip(set: ReadonlySet<string>, value: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(value)) next.add(value);
  return next;
}
