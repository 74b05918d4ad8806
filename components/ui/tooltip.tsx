"use client";

import { Slot } from "radix-ui";
import {
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import { Kbd } from "./kbd.tsx";
import { type Side, tooltipPlace } from "./tooltip-place.ts";

const OPEN_DELAY_MS = 400;
/** So that the pointer can go over to it. */
const CLOSE_DELAY_MS = 120;
/** The next one opens at once for as long as one was just there. */
const WARM_MS = 300;
let lastClosedAt = Number.NEGATIVE_INFINITY;

export type TooltipProps = {
  content: ReactNode;
  shortcut?: string | undefined;
  side?: Side;
  children: ReactElement;
};

/**
 * Ours and not a library's: every button has one, and the positioning that libraries bring would be a tenth of
 * what a page sends.
 */
export function Tooltip({ content, shortcut, side = "top", children }: TooltipProps): ReactNode {
  const id = useId();
  const { anchor, hold, release, handlers } = useAnchor();
  return (
    <>
      <Slot.Root {...handlers} {...(anchor && { "aria-describedby": id })}>
        {children}
      </Slot.Root>
      {anchor && (
        <Bubble id={id} anchor={anchor} side={side} onPointerEnter={hold} onPointerLeave={release}>
          <span className="min-w-0 break-words">{content}</span>
          {shortcut !== undefined && <Kbd keys={shortcut} />}
        </Bubble>
      )}
    </>
  );
}

/** What it belongs to, while it is open: pointed at for a moment, or reached with the keyboard. */
function useAnchor() {
  const [anchor, setAnchor] = useState<HTMLElement>();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const after = (delayMs: number, next: HTMLElement | undefined) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (next === undefined) lastClosedAt = performance.now();
      setAnchor(next);
    }, delayMs);
  };
  const close = () => after(0, undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!anchor) return;
    const closeOn = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.key === "Escape") setAnchor(undefined);
    };
    // It stands still while what it belongs to scrolls away.
    document.addEventListener("keydown", closeOn, true);
    window.addEventListener("scroll", closeOn, true);
    return () => {
      document.removeEventListener("keydown", closeOn, true);
      window.removeEventListener("scroll", closeOn, true);
    };
  }, [anchor]);
  return {
    anchor,
    hold: () => clearTimeout(timer.current),
    release: () => after(CLOSE_DELAY_MS, undefined),
    handlers: {
      onPointerEnter: (event: PointerEvent<HTMLElement>) => {
        if (event.pointerType === "touch") return;
        const isWarm = performance.now() - lastClosedAt < WARM_MS;
        after(isWarm ? 0 : OPEN_DELAY_MS, event.currentTarget);
      },
      onPointerLeave: () => after(CLOSE_DELAY_MS, undefined),
      onPointerDown: close,
      onFocus: (event: FocusEvent<HTMLElement>) => {
        if (event.currentTarget.matches(":focus-visible")) after(0, event.currentTarget);
      },
      onBlur: close,
    },
  };
}

function Bubble(props: {
  id: string;
  anchor: HTMLElement;
  side: Side;
  onPointerEnter: () => void;
  onPointerLeave: () => void;
  children: ReactNode;
}): ReactNode {
  const { id, anchor, side, children, ...pointer } = props;
  const ref = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<{ left: number; top: number }>();
  useLayoutEffect(() => {
    const bubble = ref.current;
    if (!bubble) return;
    const view = { width: window.innerWidth, height: window.innerHeight };
    const size = { width: bubble.offsetWidth, height: bubble.offsetHeight };
    setPlace(tooltipPlace(side, { anchor: anchor.getBoundingClientRect(), size, view }));
  }, [anchor, side]);
  return createPortal(
    <div
      ref={ref}
      id={id}
      role="tooltip"
      {...pointer}
      style={place ?? { left: 0, top: 0, visibility: "hidden" }}
      className="fixed z-50 flex w-max max-w-80 items-center gap-2 rounded-control border border-border bg-raised px-2 py-1 text-caption text-text shadow-floating"
    >
      {children}
    </div>,
    document.body,
  );
}
