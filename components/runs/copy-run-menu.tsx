"use client";

import { Check, ClipboardCopy } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { saveFile } from "#components/ui/save-file.ts";
import { showToast } from "#components/ui/toast.tsx";
import type { RunObject } from "#sdk/wire/api.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";
import { asCurl, asJsonLines, asLog, asMarkdown, asSdkCall } from "./run-texts.ts";

const COPIED_MS = 1_500;

type Props = { run: RunObject; timeline: RunTimelineView };

/** A run to take along: as text to paste, or as a file. */
export function CopyRunMenu({ run, timeline }: Props): ReactNode {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
      setTimeout(() => setIsCopied(false), COPIED_MS);
    } catch {
      showToast("The browser did not allow to copy.", "danger");
    }
  };
  const Icon = isCopied ? Check : ClipboardCopy;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button size="icon" variant="ghost" label={isCopied ? "Copied" : "Copy or save the run…"}>
          <Icon aria-hidden className="size-4" />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem onSelect={() => void copy(asCurl(run, window.location.origin))}>
          Copy as cURL
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void copy(asSdkCall(run))}>
          Copy as SDK call
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => void copy(asMarkdown(run, window.location.href))}>
          Copy as Markdown
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => saveFile(`${run.id}.log`, asLog(timeline))}>
          Save its logs
        </DropdownMenuItem>
        <DropdownMenuItem onSelect={() => saveFile(`${run.id}.jsonl`, asJsonLines(timeline))}>
          Save all its events as JSON lines
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
