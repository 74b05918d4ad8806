import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { getQueryClient } from "#app/_lib/query-client.ts";
import { services, systemContext } from "#app/_lib/services.ts";
import { currentSession, requireWorkspace } from "#app/_lib/session.ts";
import { signInProviders } from "#app/_lib/sign-in-providers.ts";
import { AccountPage } from "#components/account/account-page.tsx";
import { accountQueries } from "#components/account/queries.ts";
import { providerError } from "#components/auth/provider-error.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { listSessions } from "#worker/services/sessions/list.ts";

export const metadata: Metadata = { title: "Account" };

type Props = { searchParams: Promise<{ error?: string | string[] }> };

/** Belongs to the person and not to an environment, so it stands outside the shell. */
export default async function Page({ searchParams }: Props): Promise<ReactNode> {
  const { error } = await searchParams;
  const { user } = await requireWorkspace();
  const client = getQueryClient();
  const session = await currentSession();
  if (session) {
    const data = await listSessions(systemContext("page"), session);
    client.setQueryData(accountQueries.sessions().queryKey, { data });
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <header className="flex h-12 items-center gap-2 border-border border-b px-4">
        <ButtonLink
          href="/"
          variant="ghost"
          size="icon"
          label="Back to your tasks"
          className="-ml-2"
        >
          <ArrowLeft aria-hidden className="size-4" />
        </ButtonLink>
        <h1 className="font-semibold text-title">Account</h1>
      </header>
      <main>
        <AccountPage
          user={user}
          providers={signInProviders(services().env)}
          problem={providerError(error)}
        />
      </main>
    </HydrationBoundary>
  );
}
