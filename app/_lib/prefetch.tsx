import { dehydrate, HydrationBoundary, type QueryKey } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import type { ReactNode } from "react";
import { DomainError } from "#worker/domain/errors.ts";
import type { EnvironmentContext } from "#worker/services/context.ts";
import { getQueryClient } from "./query-client.ts";
import { pageContext, requireEnvironment } from "./session.ts";

export type EnvironmentParams = { org: string; project: string; env: string };

interface Query {
  queryKey: QueryKey;
  read: () => Promise<unknown>;
}

interface PrefetchProps {
  params: Promise<EnvironmentParams>;
  /** What the page's client would ask the API for first, read from the services instead. */
  queries: (ctx: EnvironmentContext, environmentId: string) => Query[];
  children: ReactNode;
}

/** Sends a page with its data. What is not found is a 404 page; any other fault is left to the client to show. */
export async function Prefetch({ params, queries, children }: PrefetchProps): Promise<ReactNode> {
  const place = await requireEnvironment(await params);
  const client = getQueryClient();
  const ctx = await pageContext(place);
  await Promise.all(
    queries(ctx, place.environment.id).map(async ({ queryKey, read }) => {
      try {
        client.setQueryData(queryKey, await read());
      } catch (error) {
        if (error instanceof DomainError && error.code === "NOT_FOUND") notFound();
        if (!(error instanceof DomainError)) console.error("prefetch:", error);
      }
    }),
  );
  return <HydrationBoundary state={dehydrate(client)}>{children}</HydrationBoundary>;
}
