"use client";

import { useCallback, useEffect, useEffectEvent, useMemo, useState } from "react";

/** Code of a floating layer: fetched when somebody comes near, so that it is here when they open it. */
export function lazyParts<T>(fetchParts: () => Promise<T>): () => Promise<T> {
  let pending: Promise<T> | undefined;
  return () => {
    pending ??= fetchParts().catch((error: unknown) => {
      // A lost connection is no reason to never ask again.
      pending = undefined;
      throw error;
    });
    return pending;
  };
}

/** The parts once the layer has been opened for the first time; before, its trigger stands alone. */
function useLazyParts<T>(
  load: () => Promise<T>,
  isOpen: boolean,
  onFailed: () => void,
): T | undefined {
  const [parts, setParts] = useState<{ loaded: T }>();
  const giveUp = useEffectEvent(onFailed);
  useEffect(() => {
    if (!isOpen || parts) return;
    let isCurrent = true;
    load().then(
      (loaded) => isCurrent && setParts({ loaded }),
      () => isCurrent && giveUp(),
    );
    return () => {
      isCurrent = false;
    };
  }, [load, isOpen, parts]);
  return parts?.loaded;
}

/** A layer that opens by itself or by its owner, of which the parts come when it opens first. */
export function useLazyLayer<T>(
  load: () => Promise<T>,
  props: { open?: boolean | undefined; onOpenChange?: ((isOpen: boolean) => void) | undefined },
) {
  const { onOpenChange } = props;
  const [own, setOwn] = useState(false);
  const isOpen = props.open ?? own;
  const change = useCallback(
    (next: boolean) => {
      setOwn(next);
      onOpenChange?.(next);
    },
    [onOpenChange],
  );
  // Without its code it is not open: the next press asks for it again.
  const parts = useLazyParts(load, isOpen, () => change(false));
  const layer = useMemo(() => ({ parts, change, open: () => change(true) }), [parts, change]);
  return { isOpen, layer };
}
