import { type ClassValue, clsx } from "clsx";
import { extendTailwindMerge } from "tailwind-merge";

// Our type roles share the `text-` prefix with colours; tailwind-merge has to know which is which.
const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      "font-size": [{ text: ["hero", "title", "section", "body", "caption", "mono"] }],
      rounded: [{ rounded: ["small", "control", "panel", "full"] }],
    },
  },
});

export function cn(...inputs: ClassValue[]): string {
  return merge(clsx(inputs));
}
