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
      <body>
        <main className="mx-auto flex max-w-md flex-col gap-3 p-4 pt-24">
          <h1 className="font-semibold text-title">Pawl could not be shown</h1>
          <p>
            Your runs are not affected: they execute without the dashboard. Load the page again; if
            it stays like this, <code className="font-mono text-mono">npx pawl doctor</code> in a
            terminal says what is wrong.
          </p>
          {error.digest && (
            <p className="text-text-muted">
              In the server’s log it is <code className="font-mono text-mono">{error.digest}</code>.
            </p>
          )}
          <p className="flex gap-4">
            <button
              type="button"
              className="text-accent underline"
              onClick={() => window.location.reload()}
            >
              Load it again
            </button>
            <a href="/" className="text-accent underline">
              Go to your tasks
            </a>
          </p>
        </main>
      </body>
    </html>
  );
}
