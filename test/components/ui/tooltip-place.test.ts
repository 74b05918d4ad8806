import { expect, it } from "vitest";
import { tooltipPlace } from "#components/ui/tooltip-place.ts";

const size = { width: 100, height: 20 };
const view = { width: 400, height: 300 };
const at = (left: number, top: number) => ({ left, top, width: 40, height: 30 });

it("stands on its side of the anchor, in its middle", () => {
  const anchor = at(200, 100);
  expect(tooltipPlace("top", { anchor, size, view })).toEqual({ left: 170, top: 74 });
  expect(tooltipPlace("bottom", { anchor, size, view })).toEqual({ left: 170, top: 136 });
  expect(tooltipPlace("right", { anchor, size, view })).toEqual({ left: 246, top: 105 });
  expect(tooltipPlace("left", { anchor, size, view })).toEqual({ left: 94, top: 105 });
});

it("goes to the other side where there is no room, and never out of the window", () => {
  expect(tooltipPlace("top", { anchor: at(200, 5), size, view }).top).toBe(41);
  expect(tooltipPlace("right", { anchor: at(350, 100), size, view }).left).toBe(244);
  expect(tooltipPlace("top", { anchor: at(0, 100), size, view }).left).toBe(8);
  expect(tooltipPlace("bottom", { anchor: at(380, 100), size, view }).left).toBe(292);
});
