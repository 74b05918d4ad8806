"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect, useRef } from "react";

export type VirtualListProps<T> = {
  items: readonly T[];
  /** The element that scrolls. */
  scrollRef: RefObject<HTMLElement | null>;
  rowHeightPx: number;
  keyOf: (item: T) => string;
  children: (item: T, index: number) => ReactNode;
  /** Called with each change of the total height, for lists that follow their end. */
  onHeightChange?: (heightPx: number) => void;
  /** Comes into view once it is there, and once only: then the list is the reader's. */
  shownKey?: string | undefined;
};

const PLAIN_LIMIT = 200;

/** Rows of any height. Up to 200 are simply drawn; beyond that only what is in view. */
export function VirtualList<T>(props: VirtualListProps<T>): ReactNode {
  const { items, keyOf, children } = props;
  if (items.length > PLAIN_LIMIT) return <WindowedList {...props} />;
  return (
    <PlainList {...props}>
      {(item, index) => (
        <div key={keyOf(item)} data-key={keyOf(item)}>
          {children(item, index)}
        </div>
      )}
    </PlainList>
  );
}

function PlainList<T>(props: VirtualListProps<T>): ReactNode {
  const { items, children, onHeightChange, scrollRef } = props;
  useShownOnce(props, (_, key) => {
    const row = scrollRef.current?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    row?.scrollIntoView({ block: "center" });
  });
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
    overscan: 6,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
  });
  useShownOnce(props, (index) => virtualizer.scrollToIndex(index, { align: "center" }));
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
            className="absolute inset-x-0 top-0 contain-layout"
            style={{ transform: `translateY(${virtual.start}px)` }}
          >
            {children(item, virtual.index)}
          </div>
        );
      })}
    </div>
  );
}

function useShownOnce<T>(
  { items, keyOf, shownKey }: VirtualListProps<T>,
  show: (index: number, key: string) => void,
): void {
  const done = useRef<string>(undefined);
  useEffect(() => {
    if (shownKey === undefined || done.current === shownKey) return;
    const index = items.findIndex((item) => keyOf(item) === shownKey);
    if (index === -1) return;
    done.current = shownKey;
    show(index, shownKey);
  });
}
