"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";

const LOOK_MS = 3_000;
const PATIENCE_MS = 12_000;

/** What has to be there: the database, or a worker as well. */
type Needed = "database" | "worker";

/** Asks again and again; null once it is well. */
export function useHealth(needed: Needed): { isAsked: boolean; reason: string | null } {
  const health = useQuery({
    queryKey: ["health", needed],
    queryFn: () => readReason(needed),
    refetchInterval: LOOK_MS,
    retry: false,
    gcTime: 0,
  });
  if (health.isError) return { isAsked: true, reason: "Pawl’s server does not answer." };
  return { isAsked: health.isSuccess, reason: health.data ?? null };
}

/** Why nothing can execute now, as the installation itself says it; undefined while it can, or before it was asked. */
export function useUnavailableReason(): string | undefined {
  return useHealth("worker").reason ?? undefined;
}

async function readReason(needed: Needed): Promise<string | null> {
  const response = await fetch(`/api/health${needed === "worker" ? "?require=worker" : ""}`, {
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (response.ok) return null;
  const body: unknown = await response.json().catch(() => null);
  return typeof body === "object" && body !== null && "reason" in body
    ? String(body.reason)
    : "Pawl does not answer as it should.";
}

/** Calls back when what was there is gone. */
export function useWhenGone(reason: string | undefined, onGone: () => void): void {
  const had = useRef(false);
  const tell = useEffectEvent(onGone);
  useEffect(() => {
    if (had.current && reason === undefined) tell();
    had.current = reason !== undefined;
  }, [reason]);
}
