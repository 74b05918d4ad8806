"use client";

import { Check } from "lucide-react";
import { type DropdownMenu as Primitive, Slot } from "radix-ui";
import {
  type ComponentProps,
  createContext,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useContext,
} from "react";
import { cn } from "./cn.ts";
import { lazyParts, useLazyLayer } from "./lazy-parts.ts";
import { FLOATING_STYLE, ITEM_STYLE } from "./menu-style.ts";
import { keepMovedFocus } from "./return-focus.ts";

const load = lazyParts(() => import("./dropdown-parts.ts").then((module) => module.dropdownParts));

type Menu = { parts: typeof Primitive | undefined; open: () => void };
const MenuContext = createContext<Menu>({ parts: undefined, open: () => {} });

export type DropdownMenuProps = {
  open?: boolean;
  onOpenChange?: (isOpen: boolean) => void;
  children: ReactNode;
};

/** Not modal: a menu does not have to hide the rest of the page from screen readers. */
export function DropdownMenu({ children, ...own }: DropdownMenuProps): ReactNode {
  const { isOpen, layer } = useLazyLayer(load, own);
  const { parts } = layer;
  return (
    <MenuContext value={layer}>
      {parts ? (
        <parts.Root modal={false} open={isOpen} onOpenChange={layer.change}>
          {children}
        </parts.Root>
      ) : (
        children
      )}
    </MenuContext>
  );
}

export type DropdownMenuTriggerProps =
  /** A button of one's own, as the only child. */
  { asChild: true; children: ReactNode } | (ComponentProps<"button"> & { asChild?: false });

/** Opens on the press, as menus of the system do; and on the keys that Radix opens on. */
export function DropdownMenuTrigger(props: DropdownMenuTriggerProps): ReactNode {
  const { parts, open } = useContext(MenuContext);
  if (parts) return <parts.Trigger {...props} />;
  const alone = {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: prepare,
    onFocus: prepare,
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || event.ctrlKey) return;
      // Else the browser gives this button the focus after the menu has taken it (on a touch screen when the
      // finger leaves), and a menu that has lost the focus closes.
      event.preventDefault();
      open();
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (!["Enter", " ", "ArrowDown"].includes(event.key)) return;
      event.preventDefault();
      open();
    },
  } as const;
  if (props.asChild) return <Slot.Root {...alone}>{props.children}</Slot.Root>;
  const { asChild: _, ...rest } = props;
  return <button type="button" {...rest} {...alone} />;
}

/** What fails is asked for again when it opens. */
function prepare(): void {
  load().catch(() => {});
}

export function DropdownMenuContent(props: ComponentProps<typeof Primitive.Content>): ReactNode {
  const { parts } = useContext(MenuContext);
  const { className, ...rest } = props;
  if (!parts) return null;
  return (
    <parts.Portal>
      <parts.Content
        sideOffset={4}
        collisionPadding={8}
        align="start"
        onCloseAutoFocus={keepMovedFocus}
        {...rest}
        className={cn(
          FLOATING_STYLE,
          "max-h-(--radix-dropdown-menu-content-available-height) min-w-48 max-w-[min(24rem,90vw)] overflow-y-auto p-1",
          className,
        )}
      />
    </parts.Portal>
  );
}

export function DropdownMenuItem(props: ComponentProps<typeof Primitive.Item>): ReactNode {
  const { parts } = useContext(MenuContext);
  const { className, ...rest } = props;
  return parts && <parts.Item {...rest} className={cn(ITEM_STYLE, className)} />;
}

export function DropdownMenuRadioGroup(
  props: ComponentProps<typeof Primitive.RadioGroup>,
): ReactNode {
  const { parts } = useContext(MenuContext);
  return parts && <parts.RadioGroup {...props} />;
}

export function DropdownMenuRadioItem(
  props: ComponentProps<typeof Primitive.RadioItem>,
): ReactNode {
  const { parts } = useContext(MenuContext);
  const { className, children, ...rest } = props;
  if (!parts) return null;
  return (
    <parts.RadioItem {...rest} className={cn(ITEM_STYLE, className)}>
      {children}
      <parts.ItemIndicator className="ml-auto">
        <Check aria-hidden className="size-3.5" />
      </parts.ItemIndicator>
    </parts.RadioItem>
  );
}

export function DropdownMenuLabel({ children }: { children: ReactNode }): ReactNode {
  const { parts } = useContext(MenuContext);
  return (
    parts && (
      <parts.Label className="truncate px-2 pt-2 pb-1 font-medium text-caption text-text-muted">
        {children}
      </parts.Label>
    )
  );
}

export function DropdownMenuSeparator(): ReactNode {
  const { parts } = useContext(MenuContext);
  return parts && <parts.Separator className="-mx-1 my-1 h-px bg-border" />;
}
