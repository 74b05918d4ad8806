"use client";

import type { ReactNode } from "react";
import { Checkbox } from "./checkbox.tsx";
import { cn } from "./cn.ts";

export type CheckboxLabelProps = {
  checked: boolean;
  onCheckedChange: (isChecked: boolean) => void;
  disabled?: boolean;
  className?: string;
  children: ReactNode;
};

/** A checkbox with its text, which is a part of the target. */
export function CheckboxLabel(props: CheckboxLabelProps): ReactNode {
  const { checked, onCheckedChange, disabled = false, className, children } = props;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the checkbox inside, a button of Radix.
    <label className={cn("inline-flex min-h-6 min-w-0 items-center gap-2", className)}>
      <Checkbox
        checked={checked}
        disabled={disabled}
        onCheckedChange={(value) => onCheckedChange(value === true)}
      />
      <span className="min-w-0">{children}</span>
    </label>
  );
}
