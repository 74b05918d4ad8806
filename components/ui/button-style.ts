import { cva, type VariantProps } from "class-variance-authority";

export const buttonStyle = cva(
  "hit-area inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control font-medium text-body transition-colors duration-100 aria-disabled:cursor-not-allowed aria-disabled:opacity-55",
  {
    variants: {
      variant: {
        primary: "bg-accent text-accent-text hover:bg-accent-hover",
        secondary: "border border-border-strong bg-background text-text hover:bg-raised",
        ghost: "text-text-muted hover:bg-raised hover:text-text data-[state=open]:bg-raised",
        danger: "border border-danger/40 bg-danger-bg text-danger hover:border-danger",
      },
      size: {
        medium: "h-8 px-3",
        small: "h-7 px-2 text-caption",
        icon: "size-7",
      },
    },
    defaultVariants: { variant: "secondary", size: "medium" },
  },
);

export type ButtonStyle = VariantProps<typeof buttonStyle>;
