import type { Metadata } from "next";
import type { ReactNode } from "react";
import { LogsPage } from "#components/logs/logs-page.tsx";

export const metadata: Metadata = { title: "Logs" };

/** Not read ahead on the server: a search for text may look at many lines, and the page is useful before it is over. */
export default function Page(): ReactNode {
  return <LogsPage />;
}
