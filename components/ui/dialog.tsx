"use client";

import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { buttonStyle } from "./button-style.ts";
import { cn } from "./cn.ts";
import { keepMovedFocus } from "./return-focus.ts";
import { ShortcutLayer } from "./shortcuts.tsx";

export type DialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  description?: ReactNode;
  /** Right-aligned row at the bottom. */
  footer?: ReactNode;
  className?: string;
  children?: ReactNode;
};

/** Traps focus and gives it back; keys of the page below are off while it is open. */
export function Dialog(props: DialogProps): ReactNode {
  const { isOpen, onOpenChange, title, description, footer, className, children } = props;
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        <Primitive.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onCloseAutoFocus={keepMovedFocus}
          className={cn(
            "fixed top-[12vh] left-1/2 z-40 flex max-h-[80vh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 flex-col rounded-panel border border-border bg-surface shadow-floating outline-none",
            className,
          )}
        >
          <ShortcutLayer>
            <Primitive.Title className="break-words px-4 pt-4 pr-12 font-semibold text-title">
              {title}
            </Primitive.Title>
            <div className="min-h-0 overflow-y-auto px-4 pt-2 pb-4">
              {description !== undefined && (
                <Primitive.Description asChild>
                  <div className="text-body text-text-muted">{description}</div>
                </Primitive.Description>
              )}
              {children}
            </div>
            {footer !== undefined && (
              <div className="flex flex-wrap justify-end gap-2 border-border border-t px-4 py-3">
                {footer}
              </div>
            )}
            {/* Last, so that focus starts at what the dialog is about. */}
            <Primitive.Close
              aria-label="Close"
              className={cn(
                buttonStyle({ variant: "ghost", size: "icon" }),
                "absolute top-3.5 right-3",
              )}
            >
              <X aria-hidden className="size-4" />
            </Primitive.Close>
          </ShortcutLayer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** A panel from the left edge, for what does not fit beside the page on a phone. */
export function Drawer(props: Pick<DialogProps, "isOpen" | "onOpenChange" | "title" | "children">) {
  return (
    <Primitive.Root open={props.isOpen} onOpenChange={props.onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-40 flex w-[min(18rem,85vw)] animate-slide-in flex-col border-border border-r bg-surface outline-none"
        >
          <Primitive.Title className="sr-only">{props.title}</Primitive.Title>
          <ShortcutLayer>{props.children}</ShortcutLayer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
