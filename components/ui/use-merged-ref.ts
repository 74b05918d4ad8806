import { type Ref, type RefCallback, useCallback } from "react";

/** Lets a component keep its own ref while whoever composes it (Radix's asChild) has one too. */
export function useMergedRef<T>(
  own: { current: T | null },
  given: Ref<T> | undefined,
): RefCallback<T> {
  return useCallback(
    (node: T | null) => {
      own.current = node;
      if (typeof given === "function") given(node);
      else if (given) given.current = node;
    },
    [own, given],
  );
}
