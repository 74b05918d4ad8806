import type { ReactNode } from "react";

/** A ratchet's tooth and the pawl that holds it. */
export function Logo({ className }: { className?: string }): ReactNode {
  return (
    <svg viewBox="0 0 20 20" fill="none" aria-hidden="true" className={className}>
      <path
        d="M2 16.5 L7 11.5 V16.5 L12 11.5 V16.5 L17 11.5"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <path d="M17.5 3.5 L7.6 8.2" stroke="var(--accent)" strokeWidth="2.5" strokeLinecap="round" />
      <circle cx="17" cy="3.8" r="2" fill="var(--accent)" />
    </svg>
  );
}
