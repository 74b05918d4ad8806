import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { MembersPage } from "#components/members/members-page.tsx";
import { memberQueries } from "#components/members/queries.ts";
import { listMembers } from "#worker/services/members/list.ts";

export const metadata: Metadata = { title: "Members" };

export default function Page({ params }: { params: Promise<EnvironmentParams> }): ReactNode {
  return (
    <Prefetch
      params={params}
      queries={(ctx) => {
        const { organization } = ctx.environment;
        return [
          {
            queryKey: memberQueries.list(organization.slug).queryKey,
            read: () => listMembers({ ...ctx, organization }),
          },
        ];
      }}
    >
      <MembersPage />
    </Prefetch>
  );
}
