"use client";

import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { useEnvironmentLoad } from "./environment-pause.tsx";
import { parseLimit } from "./limit-words.ts";
import { useSetEnvironmentLimit } from "./mutations.ts";

export function EnvironmentLimitButton(): ReactNode {
  const { data } = useEnvironmentLoad();
  const [isOpen, setIsOpen] = useState(false);
  const disabledReason = useReadOnlyReason();
  if (data === undefined) return null;
  return (
    <>
      <Button
        className="max-sm:hidden"
        disabledReason={disabledReason}
        onClick={() => setIsOpen(true)}
      >
        Environment limit…
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setIsOpen}
        title="Limit of this environment"
        description="How many runs execute at once over all queues together. What executes above a lower limit finishes; with 0, nothing starts."
      >
        <LimitForm current={data.concurrencyLimit} onClose={() => setIsOpen(false)} />
      </Dialog>
    </>
  );
}

function LimitForm({ current, onClose }: { current: number; onClose: () => void }): ReactNode {
  const [text, setText] = useState(String(current));
  const [problem, setProblem] = useState<string>();
  const change = useSetEnvironmentLimit();
  const submit = () => {
    const parsed = parseLimit(text);
    if ("error" in parsed) setProblem(parsed.error);
    else change.mutate(parsed.limit, { onSuccess: onClose });
  };
  return (
    <form
      className="mt-4 flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Field label="Runs at once" error={problem}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            className="w-32"
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              setProblem(undefined);
            }}
          />
        )}
      </Field>
      {change.isError && (
        <ErrorCallout title="The limit was not changed" {...describeError(change.error)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep {current}</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={change.isPending}>
          Change limit
        </Button>
      </div>
    </form>
  );
}
