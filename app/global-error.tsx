"use client";

import "./globals.css";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { ReactNode } from "react";
import { InlineScript } from "#components/layout/inline-script.tsx";
import { PREFERENCES_SCRIPT } from "#components/layout/preferences.ts";
import { ErrorCallout } from "#components/ui/error-callout.tsx";

/** In place of everything, the root layout too: what is above it has failed, so it leans on as little as it can. */
export default function GlobalError(props: { error: Error & { digest?: string } }): ReactNode {
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      suppressHydrationWarning
    >
      <head>
        <title>Not shown · Pawl</title>
        <InlineScript code={PREFERENCES_SCRIPT} />
      </head>
      <body>
        <main className="mx-auto flex w-full max-w-2xl flex-col gap-4 p-4 pt-12">
          <h1 className="font-semibold text-title">Pawl could not be shown</h1>
          <ErrorCallout
            title="The dashboard stopped in this tab"
            message="Your runs are not affected: they execute without it. Load the page again; if it stays, the id below finds the cause in the server’s log."
            requestId={props.error.digest}
            onRetry={() => window.location.reload()}
          />
        </main>
      </body>
    </html>
  );
}
