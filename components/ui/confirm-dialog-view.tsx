"use client";

import { type ReactNode, useId, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { ErrorCallout } from "./error-callout.tsx";
import { Input } from "./input.tsx";

export type ConfirmDialogProps = {
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  title: string;
  /** The effect, in plain words. */
  description: ReactNode;
  /** The verb, such as "Cancel run". */
  confirmLabel: string;
  dismissLabel: string;
  /** What has to be typed before the button works, for what cannot be undone. */
  typeToConfirm?: string;
  /** False for what can be undone or repeated: the button does not warn. */
  isDestructive?: boolean;
  isPending?: boolean;
  error?: { message: string; requestId?: string } | undefined;
  onConfirm: () => void;
};

/** Fetched by confirm-dialog.tsx when it is opened. */
export function ConfirmDialogView(props: ConfirmDialogProps): ReactNode {
  const { isOpen, onOpenChange, title, description } = props;
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title={title} description={description}>
      <ConfirmForm {...props} />
    </Dialog>
  );
}

/** Mounted with the dialog, so what was typed is gone the next time it opens. */
function ConfirmForm(props: ConfirmDialogProps): ReactNode {
  const { typeToConfirm, isDestructive = true, isPending = false, error } = props;
  const fieldId = useId();
  const [typed, setTyped] = useState("");
  const isMissing = typeToConfirm !== undefined && typed.trim() !== typeToConfirm;
  const confirm = () => {
    if (!isMissing && !isPending) props.onConfirm();
  };
  return (
    <form
      className="mt-4 flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        confirm();
      }}
    >
      {typeToConfirm !== undefined && (
        <div className="flex flex-col gap-1 text-body">
          <label htmlFor={fieldId}>
            Type <strong className="font-mono font-semibold">{typeToConfirm}</strong> to confirm
          </label>
          <Input
            id={fieldId}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        </div>
      )}
      {error !== undefined && <ErrorCallout title="Nothing was changed" {...error} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={() => props.onOpenChange(false)}>{props.dismissLabel}</Button>
        <Button
          type="submit"
          variant={isDestructive ? "danger" : "primary"}
          shortcut="mod+enter"
          isPending={isPending}
          disabledReason={isMissing ? `Type ${typeToConfirm} first` : undefined}
        >
          {props.confirmLabel}
        </Button>
      </div>
    </form>
  );
}
