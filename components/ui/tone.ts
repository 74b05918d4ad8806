/** The five meanings a colour may carry. Written out whole, so that Tailwind finds the classes. */
export type Tone = "neutral" | "info" | "success" | "danger" | "warning";

export const TONE_TEXT: Record<Tone, string> = {
  neutral: "text-neutral",
  info: "text-info",
  success: "text-success",
  danger: "text-danger",
  warning: "text-warning",
};

export const TONE_CHIP: Record<Tone, string> = {
  neutral: "bg-neutral-bg text-neutral",
  info: "bg-info-bg text-info",
  success: "bg-success-bg text-success",
  danger: "bg-danger-bg text-danger",
  warning: "bg-warning-bg text-warning",
};

export const TONE_FILL: Record<Tone, string> = {
  neutral: "bg-neutral",
  info: "bg-info",
  success: "bg-success",
  danger: "bg-danger",
  warning: "bg-warning",
};
