"use client";

import { type Popover as Primitive, Slot } from "radix-ui";
import { type ComponentProps, createContext, type ReactNode, useContext } from "react";
import { cn } from "./cn.ts";
import { lazyParts, useLazyLayer } from "./lazy-parts.ts";
import { FLOATING_STYLE } from "./menu-style.ts";
import { keepMovedFocus } from "./return-focus.ts";
import { ShortcutLayer } from "./shortcuts.tsx";

const load = lazyParts(() => import("./popover-parts.ts").then((module) => module.popoverParts));

type Layer = { parts: typeof Primitive | undefined; open: () => void };
const PopoverContext = createContext<Layer>({ parts: undefined, open: () => {} });

export type PopoverProps = {
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
};

export function Popover({ children, ...own }: PopoverProps): ReactNode {
  const { isOpen, layer } = useLazyLayer(load, own);
  const { parts } = layer;
  return (
    <PopoverContext value={layer}>
      {parts ? (
        <parts.Root open={isOpen} onOpenChange={layer.change}>
          {children}
        </parts.Root>
      ) : (
        children
      )}
    </PopoverContext>
  );
}

/** The button of it, as its only child. */
export function PopoverTrigger(props: { asChild: true; children: ReactNode }): ReactNode {
  const { parts, open } = useContext(PopoverContext);
  if (parts) return <parts.Trigger {...props} />;
  return (
    <Slot.Root
      aria-haspopup="dialog"
      aria-expanded={false}
      onPointerEnter={prepare}
      onFocus={prepare}
      onClick={open}
    >
      {props.children}
    </Slot.Root>
  );
}

/** What fails is asked for again when it opens. */
function prepare(): void {
  load().catch(() => {});
}

export function PopoverContent(props: ComponentProps<typeof Primitive.Content>): ReactNode {
  const { parts } = useContext(PopoverContext);
  const { className, children, ...rest } = props;
  if (!parts) return null;
  return (
    <parts.Portal>
      <parts.Content
        sideOffset={4}
        collisionPadding={8}
        align="start"
        onCloseAutoFocus={keepMovedFocus}
        {...rest}
        className={cn(FLOATING_STYLE, "max-w-[calc(100vw-1rem)]", className)}
      >
        <ShortcutLayer>{children}</ShortcutLayer>
      </parts.Content>
    </parts.Portal>
  );
}
