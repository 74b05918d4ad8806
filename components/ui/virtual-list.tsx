"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect } from "react";

export type VirtualListProps<T> = {
  items: readonly T[];
  /** The element that scrolls. */
  scrollRef: RefObject<HTMLElement | null>;
  rowHeightPx: number;
  keyOf: (item: T) => string;
  children: (item: T, index: number) => ReactNode;
  /** Called with each change of the total height, for lists that follow their end. */
  onHeightChange?: (heightPx: number) => void;
};

const PLAIN_LIMIT = 200;

/** Rows of any height. Up to 200 are simply drawn; beyond that only what is in view. */
export function VirtualList<T>(props: VirtualListProps<T>): ReactNode {
  const { items, keyOf, children } = props;
  if (items.length > PLAIN_LIMIT) return <WindowedList {...props} />;
  return (
    <PlainList {...props}>
      {(item, index) => <div key={keyOf(item)}>{children(item, index)}</div>}
    </PlainList>
  );
}

function PlainList<T>({ items, children, onHeightChange }: VirtualListProps<T>): ReactNode {
  useEffect(() => {
    onHeightChange?.(items.length);
  }, [items.length, onHeightChange]);
  return <>{items.map(children)}</>;
}

function WindowedList<T>(props: VirtualListProps<T>): ReactNode {
  const { items, scrollRef, rowHeightPx, keyOf, children, onHeightChange } = props;
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scrollRef.current,
    estimateSize: () => rowHeightPx,
    overscan: 12,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  const height = virtualizer.getTotalSize();
  useEffect(() => {
    onHeightChange?.(height);
  }, [height, onHeightChange]);
  return (
    <div style={{ height, position: "relative" }}>
      {virtualizer.getVirtualItems().map((virtual) => {
        const item = items[virtual.index];
        if (item === undefined) return null;
        return (
          <div
            key={virtual.key}
            ref={virtualizer.measureElement}
            data-index={virtual.index}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${virtual.start}px)` }}
          >
            {children(item, virtual.index)}
          </div>
        );
      })}
    </div>
  );
}
