"use client";

import { Maximize2, ZoomIn, ZoomOut } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { useShortcut } from "#components/ui/shortcuts.tsx";

type Props = {
  isZoomed: boolean;
  zoomIn: () => void;
  zoomOut: () => void;
  fit: () => void;
  zoomToSelected: () => void;
};

export function ZoomButtons(props: Props): ReactNode {
  useShortcut({
    keys: "z",
    label: "Zoom to what is selected",
    group: "Timeline",
    run: props.zoomToSelected,
  });
  return (
    <span className="flex items-center max-sm:hidden">
      <Button size="icon" variant="ghost" shortcut="=" label="Zoom in" onClick={props.zoomIn}>
        <ZoomIn aria-hidden className="size-4" />
      </Button>
      {props.isZoomed && (
        <>
          <Button size="icon" variant="ghost" shortcut="-" label="Zoom out" onClick={props.zoomOut}>
            <ZoomOut aria-hidden className="size-4" />
          </Button>
          <Button size="icon" variant="ghost" shortcut="0" label="Show all" onClick={props.fit}>
            <Maximize2 aria-hidden className="size-4" />
          </Button>
        </>
      )}
    </span>
  );
}
