"use client";

import { CircleSlash, ListChecks, RotateCcw } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { useShortcut } from "#components/ui/shortcuts.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { BulkRequest } from "./bulk-dialog.tsx";
import type { BulkKind } from "./queries.ts";

/** Most visits never open it. */
const BulkDialog = dynamic(() => import("./bulk-dialog.tsx").then((module) => module.BulkDialog));

/** What can be done to every run that the filters of the list mean, on whatever page it is. */
export function BulkMenu({ filter }: { filter: Record<string, string> }): ReactNode {
  const [request, setRequest] = useState<BulkRequest>();
  const [isOpen, setIsOpen] = useState(false);
  const paths = usePaths();
  // Not the button's own: a menu opens on the press of a pointer, not on a click.
  useShortcut({ keys: "b", label: "Bulk actions", run: () => setIsOpen(true) });
  const blocked =
    useReadOnlyReason() ??
    (Object.keys(filter).length === 0 ? "Set a filter first: it says which runs" : undefined);
  const ask = (action: BulkKind) => setRequest({ action, selection: { by: "FILTER", filter } });
  return (
    <>
      <DropdownMenu open={isOpen} onOpenChange={setIsOpen}>
        <DropdownMenuTrigger asChild>
          <Button size="small" aria-keyshortcuts="b">
            <ListChecks aria-hidden className="size-3.5" />
            <span className="max-sm:sr-only">Bulk actions</span>
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          <DropdownMenuItem disabled={blocked !== undefined} onSelect={() => ask("cancel")}>
            <CircleSlash aria-hidden className="size-3.5" />
            Cancel all that match…
          </DropdownMenuItem>
          <DropdownMenuItem disabled={blocked !== undefined} onSelect={() => ask("replay")}>
            <RotateCcw aria-hidden className="size-3.5" />
            Replay all that match…
          </DropdownMenuItem>
          {blocked !== undefined && (
            <p className="max-w-56 px-2 pb-1 text-caption text-text-muted">{blocked}</p>
          )}
          <DropdownMenuSeparator />
          <DropdownMenuItem asChild>
            <Link href={paths.bulkActions}>
              <ListChecks aria-hidden className="size-3.5" />
              See all bulk actions
            </Link>
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {request && <BulkDialog request={request} onClose={() => setRequest(undefined)} />}
    </>
  );
}
