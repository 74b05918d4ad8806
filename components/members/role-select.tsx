"use client";

import { Check, ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { ROLE_DESCRIPTIONS, ROLE_NAMES } from "#components/workspace/role-names.ts";
import { MEMBER_ROLES, type MemberRole } from "#worker/domain/permissions.ts";

export type RoleSelectProps = {
  value: MemberRole;
  label: string;
  /** Why a role cannot be chosen; undefined when it can. */
  problemOf: (role: MemberRole) => string | undefined;
  onChange: (role: MemberRole) => void;
};

const ROLES = [...MEMBER_ROLES].reverse();

/** A role with what each of them may do. Those that this person may not give are there, with the reason. */
export function RoleSelect({ value, label, problemOf, onChange }: RoleSelectProps): ReactNode {
  const others = ROLES.filter((role) => role !== value);
  const isFixed = others.every((role) => problemOf(role) !== undefined);
  if (isFixed) {
    return (
      <Tooltip content={problemOf(others[0] ?? value)}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the reason must be reachable by keyboard. */}
        <span tabIndex={0} className="text-text-muted">
          {ROLE_NAMES[value]}
        </span>
      </Tooltip>
    );
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`${label}: ${ROLE_NAMES[value]}`}
        className="-ml-2 flex h-7 items-center gap-1.5 rounded-control px-2 hover:bg-raised"
      >
        {ROLE_NAMES[value]}
        <ChevronDown aria-hidden className="size-3.5 text-text-muted" />
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-80">
        {ROLES.map((role) => {
          const problem = role === value ? undefined : problemOf(role);
          return (
            <DropdownMenuItem
              key={role}
              disabled={problem !== undefined}
              onSelect={() => role !== value && onChange(role)}
            >
              <span className="min-w-0 flex-1 py-0.5">
                <span className="block font-medium">{ROLE_NAMES[role]}</span>
                <span className="block text-caption text-text-muted">
                  {problem ?? ROLE_DESCRIPTIONS[role]}
                </span>
              </span>
              <Check
                aria-label={role === value ? "current" : undefined}
                className={cn("size-3.5 shrink-0", role !== value && "invisible")}
              />
            </DropdownMenuItem>
          );
        })}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
