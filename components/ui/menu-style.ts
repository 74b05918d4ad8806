/** Shared by everything that floats and lists: dropdown menus, selects, the filter popover. */
export const FLOATING_STYLE =
  "z-50 rounded-panel border border-border bg-surface text-text shadow-floating outline-none";

export const ITEM_STYLE =
  "relative flex min-h-8 w-full select-none items-center gap-2 rounded-control px-2 py-1 text-body outline-none data-disabled:pointer-events-none data-disabled:opacity-50 data-highlighted:bg-raised pointer-coarse:min-h-11";
