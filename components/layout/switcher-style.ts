export const SWITCHER_STYLE =
  "flex w-full min-w-0 items-center gap-2 rounded-control px-2 text-left hover:bg-raised data-[state=open]:bg-raised pointer-coarse:min-h-11";
