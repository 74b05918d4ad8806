"use client";

import { useEffect, useMemo, useState } from "react";

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
function useLazyParts<T>(load: () => Promise<T>, isOpen: boolean): T | undefined {
  const [parts, setParts] = useState<{ loaded: T }>();
  useEffect(() => {
    if (!isOpen || parts) return;
    load().then(
      (loaded) => setParts({ loaded }),
      () => {},
    );
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
  const parts = useLazyParts(load, isOpen);
  const layer = useMemo(() => {
    const change = (next: boolean) => {
      setOwn(next);
      onOpenChange?.(next);
    };
    return { parts, change, open: () => change(true) };
  }, [parts, onOpenChange]);
  return { isOpen, layer };
}
