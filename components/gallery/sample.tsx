import type { ReactNode } from "react";

export function Sample({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <h2 className="border-border border-b pb-2 font-semibold text-section">{title}</h2>
      {children}
    </div>
  );
}

/** Short things beside each other. */
export function SampleRow({ children }: { children: ReactNode }): ReactNode {
  return <div className="flex min-w-0 flex-wrap items-center gap-3">{children}</div>;
}
