import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Prefetch } from "#app/_lib/prefetch.tsx";
import { requireEnvironment } from "#app/_lib/session.ts";
import { AppShell } from "#components/layout/app-shell.tsx";
import { COOKIES } from "#components/layout/preferences.ts";
import { titleSuffix } from "#components/layout/title-suffix.ts";
import { queueQueries } from "#components/queues/queries.ts";
import { getEnvironmentLoad } from "#worker/services/queues/get-environment.ts";

type Props = {
  params: Promise<{ org: string; project: string; env: string }>;
  children: ReactNode;
};

/** The tab of each page says of which environment it is. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { project, environment } = await requireEnvironment(await params);
  const suffix = titleSuffix(project, environment);
  return { title: { template: `%s${suffix}`, default: `${environment.name}${suffix}` } };
}

export default async function EnvironmentLayout({ params, children }: Props): Promise<ReactNode> {
  const place = await requireEnvironment(await params);
  const sidebar = (await cookies()).get(COOKIES.sidebar)?.value;
  return (
    // Above the shell: its banner and the page read the same query, and both must have it from the start.
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: queueQueries.environment(environmentId).queryKey,
          read: () => getEnvironmentLoad(ctx),
        },
      ]}
    >
      <AppShell
        // Another environment starts afresh: its feed, its selection, its open layers.
        key={place.environment.id}
        place={place}
        isInitiallyCollapsed={sidebar === "collapsed"}
      >
        {children}
      </AppShell>
    </Prefetch>
  );
}
