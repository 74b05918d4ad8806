export type Side = "top" | "right" | "bottom" | "left";
export type Box = { left: number; top: number; width: number; height: number };
type Size = { width: number; height: number };

const OFFSET_PX = 6;
const EDGE_PX = 8;
const OPPOSITE: Record<Side, Side> = { top: "bottom", bottom: "top", left: "right", right: "left" };

/** Where it stands: on its side of the anchor, on the other one where there is no room, and within the window. */
export function tooltipPlace(
  side: Side,
  { anchor, size, view }: { anchor: Box; size: Size; view: Size },
): { left: number; top: number } {
  const wanted = beside(side, anchor, size);
  const place = fits(side, wanted, size, view) ? wanted : beside(OPPOSITE[side], anchor, size);
  return {
    left: within(place.left, size.width, view.width),
    top: within(place.top, size.height, view.height),
  };
}

function beside(side: Side, anchor: Box, size: Size): { left: number; top: number } {
  const left = anchor.left + (anchor.width - size.width) / 2;
  const top = anchor.top + (anchor.height - size.height) / 2;
  switch (side) {
    case "top":
      return { left, top: anchor.top - size.height - OFFSET_PX };
    case "bottom":
      return { left, top: anchor.top + anchor.height + OFFSET_PX };
    case "left":
      return { left: anchor.left - size.width - OFFSET_PX, top };
    case "right":
      return { left: anchor.left + anchor.width + OFFSET_PX, top };
  }
}

function fits(side: Side, { left, top }: { left: number; top: number }, size: Size, view: Size) {
  return side === "top" || side === "bottom"
    ? top >= EDGE_PX && top + size.height <= view.height - EDGE_PX
    : left >= EDGE_PX && left + size.width <= view.width - EDGE_PX;
}

function within(at: number, length: number, view: number): number {
  return Math.max(EDGE_PX, Math.min(at, view - length - EDGE_PX));
}
