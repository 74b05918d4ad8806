"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button, type ButtonProps } from "./button.tsx";

const CONFIRMED_FOR_MS = 1_500;

export type CopyButtonProps = Omit<ButtonProps, "onClick" | "children" | "value"> & {
  /** The text, or how to get it when it is fetched only on demand. */
  value: string | (() => Promise<string>);
  /** What is copied, such as "Copy run id". Icon only unless `isLabelled`. */
  label: string;
  isLabelled?: boolean;
  icon?: ReactNode;
};

/** The confirmation is a check in the button itself, for 1.5 s. */
export function CopyButton(props: CopyButtonProps): ReactNode {
  const { value, label, isLabelled = false, icon, ...rest } = props;
  const [outcome, setOutcome] = useState<"idle" | "copied" | "failed">("idle");
  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), CONFIRMED_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  const copy = async () => {
    try {
      await writeClipboard(typeof value === "string" ? value : await value());
      setOutcome("copied");
    } catch {
      setOutcome("failed");
    }
  };
  return (
    <Button
      variant="ghost"
      size={isLabelled ? "small" : "icon"}
      tooltip={outcome === "failed" ? "Copying was blocked" : label}
      {...rest}
      label={label}
      onClick={(event) => {
        event.stopPropagation();
        event.preventDefault();
        void copy();
      }}
    >
      {outcome === "copied" ? (
        <Check aria-hidden className="size-3.5 text-success" />
      ) : (
        (icon ?? <Copy aria-hidden className="size-3.5" />)
      )}
      {isLabelled && label}
      <span role="status" className="sr-only">
        {outcome === "copied" ? "Copied" : outcome === "failed" ? "Copying was blocked" : ""}
      </span>
    </Button>
  );
}

async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard !== undefined) return navigator.clipboard.writeText(text);
  copyThroughSelection(text);
}

/** A self-hosted instance is often reached over plain HTTP, where navigator.clipboard is missing. */
function copyThroughSelection(text: string): void {
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed";
  area.style.opacity = "0";
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  if (!isCopied) throw new Error("Copying was blocked");
}
