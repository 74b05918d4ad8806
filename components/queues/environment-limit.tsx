"use client";

import { type ReactNode, useState } from "react";
import { EnvironmentLimitDialog } from "#components/environments/limit-dialog.tsx";
import { Button } from "#components/ui/button.tsx";
import { usePlace, useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { useEnvironmentLoad } from "./environment-pause.tsx";

export function EnvironmentLimitButton(): ReactNode {
  const { data } = useEnvironmentLoad();
  const { environment } = usePlace();
  const [isOpen, setIsOpen] = useState(false);
  const disabledReason = useReadOnlyReason();
  if (data === undefined) return null;
  const { id, name } = environment;
  const limited = { id, name, concurrencyLimit: data.concurrencyLimit };
  return (
    <>
      <Button
        className="max-sm:hidden"
        disabledReason={disabledReason}
        onClick={() => setIsOpen(true)}
      >
        Environment limit…
      </Button>
      <EnvironmentLimitDialog
        environment={isOpen ? limited : undefined}
        onClose={() => setIsOpen(false)}
      />
    </>
  );
}
