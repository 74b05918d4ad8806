import type { Metadata } from "next";
import type { ReactNode } from "react";
import { ApiKeysPage } from "#components/api-keys/api-keys-page.tsx";

export const metadata: Metadata = { title: "API keys" };

export default function Page(): ReactNode {
  return <ApiKeysPage />;
}
