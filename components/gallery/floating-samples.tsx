"use client";

import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Dialog, Drawer } from "#components/ui/dialog.tsx";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { Sample, SampleRow } from "./sample.tsx";

type Layer = "dialog" | "confirm" | "drawer";

export function Floating(): ReactNode {
  const [open, setOpen] = useState<Layer>();
  const layer = (name: Layer) => ({
    isOpen: open === name,
    onOpenChange: (isOpen: boolean) => setOpen(isOpen ? name : undefined),
  });
  return (
    <Sample title="Floating layers">
      <SampleRow>
        <Button onClick={() => setOpen("dialog")}>Dialog</Button>
        <Button onClick={() => setOpen("confirm")}>Confirm dialog</Button>
        <Button onClick={() => setOpen("drawer")}>Drawer</Button>
        <Button onClick={() => showToast("3 runs canceled")}>Toast</Button>
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button>Menu</Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            <DropdownMenuLabel>Copy as</DropdownMenuLabel>
            <DropdownMenuItem>cURL</DropdownMenuItem>
            <DropdownMenuItem>SDK call</DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
        <Popover>
          <PopoverTrigger asChild>
            <Button>Popover</Button>
          </PopoverTrigger>
          <PopoverContent className="p-3">What floats over the page</PopoverContent>
        </Popover>
        <Tooltip content="Replays the run" shortcut="r">
          <Button>Tooltip</Button>
        </Tooltip>
      </SampleRow>
      <Dialog {...layer("dialog")} title="Replay run" description="With another payload.">
        <p>The body of the dialog.</p>
      </Dialog>
      <ConfirmDialog
        {...layer("confirm")}
        title="Cancel 3 runs?"
        description="Executing tasks stop at the next checkpoint."
        confirmLabel="Cancel 3 runs"
        dismissLabel="Keep them"
        onConfirm={() => setOpen(undefined)}
      />
      <Drawer {...layer("drawer")} title="Navigation">
        <p className="p-4">The body of the drawer.</p>
      </Drawer>
    </Sample>
  );
}
