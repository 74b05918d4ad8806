"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useSyncExternalStore } from "react";
import { Snippet } from "#components/ui/snippet.tsx";
import {
  useEnvironmentId,
  usePlace,
  useReadOnlyReason,
} from "#components/workspace/environment-context.tsx";
import { KEY_PREFIXES } from "#worker/domain/key-prefixes.ts";
import { apiKeyQueries, fetchApiKeySecret } from "./queries.ts";

/** The two variables every client needs. Shown masked; copying fetches the real key. */
export function KeySnippet(): ReactNode {
  const root = useRootKey();
  const origin = useOrigin();
  const lines = (key: string) => `TRIGGER_API_URL=${origin}\nTRIGGER_SECRET_KEY=${key}`;
  return (
    <Snippet
      code={lines(root.masked)}
      copyValue={async () => lines(await root.fetchSecret())}
      label="Copy with the real key"
    />
  );
}

export type RootKey = { masked: string; fetchSecret: () => Promise<string> };

export function useRootKey(): RootKey {
  const environmentId = useEnvironmentId();
  const { environment } = usePlace();
  const isHidden = useReadOnlyReason() !== undefined;
  const keys = useQuery({ ...apiKeyQueries.list(environmentId), enabled: !isHidden });
  const root = keys.data?.data.find((key) => key.isRoot && key.expiresAt === undefined);
  const fallback = `${KEY_PREFIXES[environment.type]}…`;
  return {
    masked: root?.masked ?? fallback,
    fetchSecret: async () => (root ? fetchApiKeySecret(environmentId, root.id) : fallback),
  };
}

/** Where this page was loaded from is where the API is. */
export function useOrigin(): string {
  return useSyncExternalStore(
    () => () => {},
    () => window.location.origin,
    () => "",
  );
}
