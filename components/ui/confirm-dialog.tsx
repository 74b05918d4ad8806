"use client";

import dynamic from "next/dynamic";
import { type ReactNode, useState } from "react";
import type { ConfirmDialogProps } from "./confirm-dialog-view.tsx";

const View = dynamic(() =>
  import("./confirm-dialog-view.tsx").then((module) => module.ConfirmDialogView),
);

/** Asks before what cannot be taken back. Most visits are never asked, and are not sent how. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  // It stays once it was open: it has a way out, and gives the focus back.
  const [wasOpen, setWasOpen] = useState(props.isOpen);
  if (props.isOpen && !wasOpen) setWasOpen(true);
  return wasOpen ? <View {...props} /> : null;
}
