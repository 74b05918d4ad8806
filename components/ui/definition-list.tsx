import type { ReactNode } from "react";
import { cn } from "./cn.ts";

export function DefinitionList({ children }: { children: ReactNode }): ReactNode {
  return <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4">{children}</dl>;
}

export type DefinitionProps = { term: string; isMono?: boolean; children: ReactNode };

/** Nothing is drawn without a value. */
export function Definition({ term, isMono = false, children }: DefinitionProps): ReactNode {
  if (children === undefined || children === null || children === false || children === "")
    return null;
  return (
    <>
      <dt className="py-1.5 text-text-muted">{term}</dt>
      <dd className={cn("flex min-w-0 items-center py-1.5", isMono && "font-mono text-mono")}>
        <span className="min-w-0 break-words">{children}</span>
      </dd>
    </>
  );
}
