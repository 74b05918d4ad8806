"use client";

import type { ReactNode } from "react";
import { useSetup } from "./mutations.ts";
import { NewAccountForm } from "./new-account-form.tsx";

export function SetupForm(): ReactNode {
  return <NewAccountForm submitLabel="Create account" create={useSetup()} />;
}
