import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { requireEnvironment } from "#app/_lib/session.ts";
import { AppShell } from "#components/layout/app-shell.tsx";
import { COOKIES } from "#components/layout/preferences.ts";

type Props = {
  params: Promise<{ org: string; project: string; env: string }>;
  children: ReactNode;
};

export default async function EnvironmentLayout({ params, children }: Props): Promise<ReactNode> {
  const place = await requireEnvironment(await params);
  const sidebar = (await cookies()).get(COOKIES.sidebar)?.value;
  return (
    <AppShell
      // Another environment starts afresh: its feed, its selection, its open layers.
      key={place.environment.id}
      place={place}
      isInitiallyCollapsed={sidebar === "collapsed"}
    >
      {children}
    </AppShell>
  );
}
