"use client";

import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";

export type PageTurnProps = {
  /** Cursors of the neighbours; absent where there is none. */
  pagination: { next?: string; previous?: string } | undefined;
  onTurn: (cursor: { id: string; direction: "forward" | "backward" }) => void;
};

export function PageTurn({ pagination = {}, onTurn }: PageTurnProps): ReactNode {
  const turn = (id: string | undefined, direction: "forward" | "backward") => {
    if (id !== undefined) onTurn({ id, direction });
  };
  return (
    <div className="flex shrink-0 items-center gap-1">
      <Button
        size="icon"
        variant="ghost"
        label="Previous page"
        shortcut="["
        disabledReason={pagination.previous === undefined ? "This is the first page" : undefined}
        onClick={() => turn(pagination.previous, "backward")}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </Button>
      <Button
        size="icon"
        variant="ghost"
        label="Next page"
        shortcut="]"
        disabledReason={pagination.next === undefined ? "This is the last page" : undefined}
        onClick={() => turn(pagination.next, "forward")}
      >
        <ChevronRight aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
