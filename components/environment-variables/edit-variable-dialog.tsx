"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { CheckboxLabel } from "#components/ui/checkbox-label.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Textarea } from "#components/ui/input.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import type { VariableView } from "#worker/domain/views.ts";
import { useUpdateVariable } from "./mutations.ts";

type Props = { variable: VariableView | undefined; onClose: () => void };

export function EditVariableDialog({ variable, onClose }: Props): ReactNode {
  const { environment } = usePlace();
  return (
    <Dialog
      isOpen={variable !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={variable ? `Edit ${variable.name} in ${environment.name}` : ""}
      description="Runs that start after you save see the new value."
    >
      {variable && <EditForm key={variable.name} variable={variable} onClose={onClose} />}
    </Dialog>
  );
}

function EditForm({ variable, onClose }: { variable: VariableView; onClose: () => void }) {
  const [value, setValue] = useState(variable.isSecret ? "" : variable.value);
  const [isSecret, setIsSecret] = useState(variable.isSecret);
  const update = useUpdateVariable();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      { name: variable.name, value, ...(isSecret && !variable.isSecret && { isSecret }) },
      { onSuccess: onClose },
    );
  };
  return (
    <form noValidate onSubmit={submit} className="mt-4 flex flex-col gap-4">
      <Field
        label="Value"
        hint={variable.isSecret ? "It is secret: the value that it has is not shown." : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            spellCheck={false}
            autoComplete="off"
            className="font-mono text-mono"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
      </Field>
      {!variable.isSecret && (
        <CheckboxLabel checked={isSecret} onCheckedChange={setIsSecret}>
          Make it secret: nobody sees the value again, and it stays secret
        </CheckboxLabel>
      )}
      {update.isError && (
        <ErrorCallout title="Nothing was changed" {...describeError(update.error)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep as it is</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={update.isPending}>
          Save variable
        </Button>
      </div>
    </form>
  );
}
