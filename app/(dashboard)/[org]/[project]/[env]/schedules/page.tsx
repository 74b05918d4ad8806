import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { SCHEDULES_PAGE_SIZE, scheduleQueries } from "#components/schedules/queries.ts";
import { SchedulesPage } from "#components/schedules/schedules-page.tsx";
import { listSchedules } from "#worker/services/schedules/list.ts";

export const metadata: Metadata = { title: "Schedules" };

type Props = {
  params: Promise<EnvironmentParams>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function Page({ params, searchParams }: Props): Promise<ReactNode> {
  const { search: given, page: number } = await searchParams;
  const search = typeof given === "string" ? given.trim().slice(0, 200) : "";
  const page = Math.max(1, Number.parseInt(String(number), 10) || 1);
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: scheduleQueries.list(environmentId, { search, page }).queryKey,
          read: () =>
            listSchedules(ctx, {
              page,
              perPage: SCHEDULES_PAGE_SIZE,
              sort: "next",
              ...(search && { search }),
            }),
        },
      ]}
    >
      <SchedulesPage />
    </Prefetch>
  );
}
