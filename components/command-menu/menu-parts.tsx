"use client";

import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Kbd } from "#components/ui/kbd.tsx";

export function MenuGroup(props: { heading: ReactNode; children: ReactNode }): ReactNode {
  return (
    <Command.Group
      heading={props.heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-text-muted"
    >
      {props.children}
    </Command.Group>
  );
}

export type MenuItemProps = {
  /** What is searched; shown too when there are no children. */
  value: string;
  icon?: LucideIcon;
  /** The key that does the same without the menu. */
  keys?: string;
  onSelect: () => void;
  children?: ReactNode;
};

export function MenuItem(props: MenuItemProps): ReactNode {
  const { value, icon: Icon, keys, onSelect, children } = props;
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 min-w-0 scroll-my-1 items-center gap-2 rounded-control px-3 data-[selected=true]:bg-raised pointer-coarse:min-h-11"
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0 text-text-muted" />}
      <span className="min-w-0 flex-1 truncate">{children ?? value}</span>
      {keys !== undefined && <Kbd keys={keys} className="pointer-coarse:hidden" />}
    </Command.Item>
  );
}
