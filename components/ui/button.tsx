"use client";

import Link from "next/link";
import { type ComponentProps, type MouseEvent, type ReactNode, useRef } from "react";
import { type ButtonStyle, buttonStyle } from "./button-style.ts";
import { cn } from "./cn.ts";
import { ariaKeyShortcuts } from "./shortcut-keys.ts";
import { useShortcut } from "./shortcuts.tsx";
import { Spinner } from "./spinner.tsx";
import { Tooltip } from "./tooltip.tsx";
import { useMergedRef } from "./use-merged-ref.ts";

type SharedProps = ButtonStyle & {
  /** Registers the key, shows it in the tooltip and in the `?` sheet. */
  shortcut?: string | undefined;
  /** What the sheet and the tooltip call it, when that is not the button's own text. */
  label?: string | undefined;
  tooltip?: ReactNode;
};

export type ButtonProps = SharedProps &
  Omit<ComponentProps<"button">, "disabled"> & {
    /** Keeps the label and adds a spinner; further clicks do nothing. */
    isPending?: boolean | undefined;
    /** Why it cannot be used now. It stays focusable, so that the reason can be read. */
    disabledReason?: string | undefined;
  };

export function Button({
  variant,
  size,
  shortcut,
  label,
  tooltip,
  isPending = false,
  disabledReason,
  className,
  children,
  onClick,
  ref: givenRef,
  ...rest
}: ButtonProps): ReactNode {
  const ref = useRef<HTMLButtonElement>(null);
  const mergedRef = useMergedRef(ref, givenRef);
  const name = label ?? textOf(children) ?? rest["aria-label"] ?? "";
  const isBlocked = isPending || disabledReason !== undefined;
  useShortcut({
    keys: shortcut,
    label: name,
    // Blocked for a reason, it stays listed: the tooltip says why it does nothing now.
    isDisabled: isPending,
    isActiveWhileTyping: shortcut?.startsWith("mod+") ?? false,
    run: () => ref.current?.click(),
  });
  const handleClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (isBlocked) event.preventDefault();
    else onClick?.(event);
  };
  const button = (
    <button
      type="button"
      {...rest}
      ref={mergedRef}
      aria-label={rest["aria-label"] ?? (size === "icon" ? name : undefined)}
      aria-disabled={isBlocked || undefined}
      aria-busy={isPending || undefined}
      aria-keyshortcuts={shortcut === undefined ? undefined : ariaKeyShortcuts(shortcut)}
      className={cn(buttonStyle({ variant, size }), className)}
      onClick={handleClick}
    >
      {isPending && <Spinner />}
      {children}
    </button>
  );
  const hint = disabledReason ?? tooltip ?? (shortcut || size === "icon" ? name : undefined);
  return hint === undefined ? (
    button
  ) : (
    <Tooltip content={hint} shortcut={disabledReason === undefined ? shortcut : undefined}>
      {button}
    </Tooltip>
  );
}

export type ButtonLinkProps = SharedProps & ComponentProps<typeof Link>;

export function ButtonLink({
  variant,
  size,
  shortcut,
  label,
  tooltip,
  className,
  children,
  ref: givenRef,
  ...rest
}: ButtonLinkProps): ReactNode {
  const ref = useRef<HTMLAnchorElement>(null);
  const mergedRef = useMergedRef(ref, givenRef);
  const name = label ?? textOf(children) ?? rest["aria-label"] ?? "";
  useShortcut({ keys: shortcut, label: name, run: () => ref.current?.click() });
  const link = (
    <Link
      {...rest}
      ref={mergedRef}
      aria-label={rest["aria-label"] ?? (size === "icon" ? name : undefined)}
      className={cn(buttonStyle({ variant, size }), className)}
    >
      {children}
    </Link>
  );
  const hint = tooltip ?? (shortcut || size === "icon" ? name : undefined);
  return hint === undefined ? (
    link
  ) : (
    <Tooltip content={hint} shortcut={shortcut}>
      {link}
    </Tooltip>
  );
}

function textOf(children: ReactNode): string | undefined {
  if (typeof children === "string") return children;
  if (!Array.isArray(children)) return undefined;
  const texts = children.filter((child) => typeof child === "string");
  return texts.length > 0 ? texts.join("").trim() : undefined;
}
