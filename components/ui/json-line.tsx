"use client";

import { ChevronRight, Eye, EyeOff, Route } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";
import type { JsonRow } from "./json-tree.ts";

const INDENT_PX = 14;
const MASK = "••••••••";

export type JsonLineProps = {
  row: JsonRow;
  isRevealed: boolean;
  onToggle: () => void;
  onReveal: () => void;
};

export function JsonLine({ row, isRevealed, onToggle, onReveal }: JsonLineProps): ReactNode {
  return (
    <div
      className="group/line relative flex min-h-5 items-start pr-2 pl-3 hover:bg-raised"
      style={{ paddingLeft: 12 + row.depth * INDENT_PX }}
    >
      {row.isContainer ? (
        <button
          type="button"
          aria-expanded={row.isOpen}
          onClick={onToggle}
          className="flex min-w-0 items-start rounded-small text-left"
        >
          <ChevronRight
            aria-hidden
            className={cn("mt-1 mr-0.5 size-3 shrink-0 text-text-muted", row.isOpen && "rotate-90")}
          />
          <Name row={row} />
          <span className="json-punctuation">
            {row.kind === "array" ? "[" : "{"}
            <span className="px-1">{row.text}</span>
            {row.kind === "array" ? "]" : "}"}
          </span>
        </button>
      ) : (
        <span className="flex min-w-0 items-start pl-3.5">
          <Name row={row} />
          <span className={cn("min-w-0 whitespace-pre-wrap break-all", `json-${row.kind}`)}>
            {row.isSecret && !isRevealed ? MASK : row.text}
          </span>
          {row.isSecret && (
            <button
              type="button"
              aria-label={isRevealed ? `Hide ${row.name}` : `Show ${row.name}`}
              onClick={onReveal}
              className="ml-1 flex h-5 shrink-0 items-center rounded-small px-1 text-text-muted hover:text-text"
            >
              {isRevealed ? (
                <EyeOff aria-hidden className="size-3" />
              ) : (
                <Eye aria-hidden className="size-3" />
              )}
            </button>
          )}
        </span>
      )}
      <LineActions row={row} />
    </div>
  );
}

function Name({ row }: { row: JsonRow }): ReactNode {
  const name = row.name ?? row.index;
  if (name === undefined) return null;
  return (
    <span className="shrink-0 whitespace-pre">
      <span
        className={cn(
          row.name === undefined ? "json-punctuation" : "json-key",
          row.isMatch && "bg-warning-bg",
        )}
      >
        {name}
      </span>
      <span className="json-punctuation">: </span>
    </span>
  );
}

function LineActions({ row }: { row: JsonRow }): ReactNode {
  return (
    <span className="absolute top-0 right-1 flex bg-raised font-sans opacity-0 group-focus-within/line:opacity-100 group-hover/line:opacity-100">
      <CopyButton
        value={row.path}
        label="Copy path"
        className="size-5"
        icon={<Route aria-hidden className="size-3" />}
      />
      <CopyButton value={copyText(row.value)} label="Copy value" className="size-5" />
    </span>
  );
}

/** A string without its quotes: what is pasted elsewhere is the value, not JSON. */
function copyText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}
