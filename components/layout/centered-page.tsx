import type { ReactNode } from "react";
import { Logo } from "./logo.tsx";

export type CenteredPageProps = { title: string; description?: ReactNode; children: ReactNode };

/** For pages outside the shell: sign-in, setup, not found. */
export function CenteredPage({ title, description, children }: CenteredPageProps): ReactNode {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[14vh] pb-12">
      <div className="flex w-full max-w-80 flex-col gap-6">
        <div className="flex flex-col gap-3">
          <Logo className="size-8" />
          <div className="flex flex-col gap-1">
            <h1 className="font-semibold text-title">{title}</h1>
            {description !== undefined && <p className="text-text-muted">{description}</p>}
          </div>
        </div>
        {children}
      </div>
    </main>
  );
}
