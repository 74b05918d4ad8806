"use client";

import { useMemo } from "react";
import { usePlace } from "./environment-context.tsx";
import { type Paths, pathsOf } from "./paths.ts";

export function usePaths(): Paths {
  const place = usePlace();
  return useMemo(() => pathsOf(place), [place]);
}
