import type { ReactNode } from "react";

/** Two teeth of a ratchet and the pawl that holds them. */
export function Logo({ className }: { className?: string }): ReactNode {
  return (
    <svg viewBox="0 0 20 20" fill="none" aria-hidden="true" className={className}>
      <path d="M1.5 18 V17 L9.5 11 V16 L17.5 10 V18 Z" fill="currentColor" />
      <path d="M9.8 8.6 L16.6 3.4" stroke="var(--accent)" strokeWidth="3" strokeLinecap="round" />
      <circle cx="16.4" cy="3.6" r="2.6" fill="var(--accent)" />
    </svg>
  );
}
