import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import type { ReactNode } from "react";
import { InlineScript } from "#components/layout/inline-script.tsx";
import { PREFERENCES_SCRIPT } from "#components/layout/preferences.ts";
import { Providers } from "#components/layout/providers.tsx";

export const metadata: Metadata = {
  title: { default: "Pawl", template: "%s · Pawl" },
  description: "Background tasks in TypeScript",
  icons: { icon: "/icon.svg" },
};

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#fbfbfc" },
    { media: "(prefers-color-scheme: dark)", color: "#15171a" },
  ],
};

export default function RootLayout({ children }: { children: ReactNode }): ReactNode {
  return (
    // The inline script sets data-theme before React looks.
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <head>
        <InlineScript code={PREFERENCES_SCRIPT} />
      </head>
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
