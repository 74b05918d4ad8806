"use client";

import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { SettingsSection } from "./settings-section.tsx";

type Props = {
  /** What is deleted, such as "project". */
  noun: string;
  name: string;
  slug: string;
  /** One sentence beside the button. */
  summary: string;
  /** The whole effect, in the dialog. */
  effect: ReactNode;
  deniedReason: string | undefined;
  remove: {
    mutate: () => void;
    isPending: boolean;
    isSuccess: boolean;
    isError: boolean;
    error: unknown;
  };
};

/** Deleting for good, after the slug was typed. */
export function DangerSection(props: Props): ReactNode {
  const { noun, name, slug, remove } = props;
  const [isAsking, setIsAsking] = useState(false);
  return (
    <SettingsSection title={`Delete this ${noun}`} description={props.summary}>
      <div>
        <Button
          variant="danger"
          disabledReason={props.deniedReason}
          onClick={() => setIsAsking(true)}
        >
          Delete {noun}…
        </Button>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        title={`Delete ${name}?`}
        description={props.effect}
        confirmLabel={`Delete ${noun}`}
        dismissLabel="Keep it"
        typeToConfirm={slug}
        isPending={remove.isPending || remove.isSuccess}
        error={remove.isError ? describeError(remove.error) : undefined}
        onConfirm={() => remove.mutate()}
      />
    </SettingsSection>
  );
}
