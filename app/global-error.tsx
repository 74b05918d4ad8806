"use client";

import "./globals.css";
import type { ReactNode } from "react";

/** In place of everything, the root layout too. Every page is sent it, and what has failed may be any part of it: so it has none. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }): ReactNode {
  return (
    <html lang="en">
      <head>
        <title>Not shown · Pawl</title>
      </head>
      <body className="p-8">
        <h1 className="font-semibold text-title">Pawl could not be shown</h1>
        <p className="py-2">Your runs are not affected: they execute without the dashboard.</p>
        {error.digest && (
          <p className="pb-2 text-text-muted">
            In the server’s log it is <code className="font-mono text-mono">{error.digest}</code>.
          </p>
        )}
        <a href="/" className="text-accent underline">
          Load it again
        </a>
      </body>
    </html>
  );
}
