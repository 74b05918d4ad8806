import { type ReactNode, useId } from "react";

/** One column of sections, as wide as a form reads well. */
export function SettingsColumn({ children }: { children: ReactNode }): ReactNode {
  return <div className="flex w-full max-w-2xl flex-col gap-10 px-4 py-6">{children}</div>;
}

type Props = { title: string; description?: ReactNode; children?: ReactNode };

export function SettingsSection({ title, description, children }: Props): ReactNode {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex min-w-0 flex-col gap-4">
      <div>
        <h2 id={id} className="font-semibold text-section">
          {title}
        </h2>
        {description !== undefined && <p className="text-text-muted">{description}</p>}
      </div>
      {children}
    </section>
  );
}
