import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn.ts";
import { ScrollPlace } from "./scroll-place.tsx";

/** Scrolls in both directions on its own, and is where it was when somebody comes back; head and first column stay in view. */
export function TableScroll({ className, ...rest }: ComponentProps<"div">): ReactNode {
  return (
    <ScrollPlace
      {...rest}
      className={cn("min-h-0 flex-1 overflow-auto overscroll-contain", className)}
    />
  );
}

export function Table({ className, ...rest }: ComponentProps<"table">): ReactNode {
  return (
    <table
      {...rest}
      className={cn("w-full border-separate border-spacing-0 text-left text-body", className)}
    />
  );
}

export function HeadCell({ className, ...rest }: ComponentProps<"th">): ReactNode {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        "sticky top-0 z-20 h-(--row-head-height) whitespace-nowrap border-border border-b bg-background px-3 font-medium text-text-muted first:pl-4 last:pr-4",
        className,
      )}
    />
  );
}

/** The whole row is one target: put a `RowLink` in it; other controls take `relative z-10`. */
export function Row({ className, ...rest }: ComponentProps<"tr">): ReactNode {
  return (
    <tr
      {...rest}
      className={cn("group/row relative hover:bg-surface aria-selected:bg-accent-bg", className)}
    />
  );
}

export function Cell({ className, ...rest }: ComponentProps<"td">): ReactNode {
  return (
    <td
      {...rest}
      className={cn(
        "h-(--row-height) whitespace-nowrap border-border border-b px-3 first:pl-4 last:pr-4",
        className,
      )}
    />
  );
}

/** Goes on the row's `<a>`: stretches it over the row, so that middle click works anywhere. */
export const ROW_LINK_STYLE =
  "outline-none after:absolute after:inset-0 after:z-[1] focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2";

/** For a control inside a row: above the stretched link. */
export const ABOVE_ROW_LINK = "relative z-[2]";

/** Shown when the row is hovered or something in it has focus; always on touch screens. */
export const ROW_ACTIONS_STYLE =
  "relative z-[2] opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100";
