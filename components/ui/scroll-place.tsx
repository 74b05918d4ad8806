"use client";

import { type ComponentProps, type ReactNode, useLayoutEffect, useRef } from "react";
import { createEntryMemory } from "./entry-memory.ts";
import { useMergedRef } from "./use-merged-ref.ts";

const places = createEntryMemory<number>();

/** The part of a page that scrolls: whoever comes back finds it where they left it. One of a page. */
export function ScrollPlace({ ref, onScroll, ...rest }: ComponentProps<"div">): ReactNode {
  const own = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = places.recall();
    if (own.current && place !== undefined) own.current.scrollTop = place;
  }, []);
  return (
    <div
      {...rest}
      ref={useMergedRef(own, ref)}
      onScroll={(event) => {
        places.remember(event.currentTarget.scrollTop);
        onScroll?.(event);
      }}
    />
  );
}
