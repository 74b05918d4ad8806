import type { ReactNode } from "react";

export type EmptyStateProps = {
  title: string;
  description?: ReactNode;
  /** Snippets to paste, or a button. */
  children?: ReactNode;
};

/** An instruction, not an illustration: one sentence, then the exact thing to do. */
export function EmptyState({ title, description, children }: EmptyStateProps): ReactNode {
  return (
    <div className="mx-auto flex w-full max-w-xl flex-col gap-4 px-4 py-12 sm:py-16">
      <div className="flex flex-col gap-1">
        <h2 className="font-semibold text-section">{title}</h2>
        {description !== undefined && <p className="text-text-muted">{description}</p>}
      </div>
      {children}
    </div>
  );
}
