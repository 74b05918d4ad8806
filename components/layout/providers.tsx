"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { makeQueryClient } from "#components/api/query-client.ts";
import { ShortcutListener } from "#components/ui/shortcuts.tsx";
import { ToastRegion } from "#components/ui/toast.tsx";

export function Providers({ children }: { children: ReactNode }): ReactNode {
  const [client] = useState(makeQueryClient);
  return (
    <QueryClientProvider client={client}>
      <ShortcutListener />
      {children}
      <ToastRegion />
    </QueryClientProvider>
  );
}
