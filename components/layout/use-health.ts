"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef } from "react";

const LOOK_MS = 3_000;
const PATIENCE_MS = 12_000;

/** Why nothing can execute now, as the installation itself says it; undefined while it can, or before it was asked. */
export function useUnavailableReason(): string | undefined {
  const health = useQuery({
    queryKey: ["health"],
    queryFn: readReason,
    refetchInterval: LOOK_MS,
    retry: false,
    gcTime: 0,
  });
  if (health.isError) return "Pawl’s server does not answer.";
  return health.data ?? undefined;
}

async function readReason(): Promise<string | null> {
  const response = await fetch("/api/health?require=worker", {
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
