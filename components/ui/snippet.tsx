import type { ReactNode } from "react";
import { cn } from "./cn.ts";
import { CopyButton } from "./copy-button.tsx";

export type SnippetProps = {
  /** What is shown. */
  code: string;
  /** What is copied, when a part of `code` is masked. */
  copyValue?: string | (() => Promise<string>);
  label?: string;
  className?: string;
};

/** A command or a few lines to paste. */
export function Snippet({ code, copyValue, label = "Copy", className }: SnippetProps): ReactNode {
  return (
    <div
      className={cn(
        "flex min-w-0 items-start gap-2 rounded-panel border border-border bg-surface py-1.5 pr-1.5 pl-3",
        className,
      )}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0} className="min-w-0 flex-1 overflow-x-auto py-1 font-mono text-mono">
        <code>{code}</code>
      </pre>
      <CopyButton value={copyValue ?? code} label={label} />
    </div>
  );
}
