"use client";

import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import type { QueueObject } from "#sdk/wire/queue.ts";
import { parseLimit } from "./limit-words.ts";
import { useOverrideLimit, useResetLimit } from "./mutations.ts";

type Props = { queue: QueueObject | undefined; onClose: () => void };

export function LimitDialog({ queue, onClose }: Props): ReactNode {
  return (
    <Dialog
      isOpen={queue !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={queue ? `Limit of ${queue.name}` : ""}
      description="How many runs of this queue execute at once, for each concurrency key. It stands above the limit in the code, also after deployments, until it is reset."
    >
      {queue && <LimitForm key={queue.id} queue={queue} onClose={onClose} />}
    </Dialog>
  );
}

function LimitForm({ queue, onClose }: { queue: QueueObject; onClose: () => void }): ReactNode {
  const { base, current, override } = queue.concurrency;
  const [text, setText] = useState(String(current ?? ""));
  const [problem, setProblem] = useState<string>();
  const overriding = useOverrideLimit();
  const resetting = useResetLimit();
  const failure = overriding.error ?? resetting.error;
  const submit = () => {
    const parsed = parseLimit(text);
    if ("error" in parsed) return setProblem(parsed.error);
    overriding.mutate({ id: queue.id, limit: parsed.limit }, { onSuccess: onClose });
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
      <Field
        label="Runs at once"
        error={problem}
        hint={`The code says ${base ?? "nothing, so the environment’s limit holds"}. With 0, nothing of it starts.`}
      >
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
      {failure !== null && (
        <ErrorCallout title="The limit was not changed" {...describeError(failure)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {override !== null && (
          <Button
            className="mr-auto"
            isPending={resetting.isPending}
            onClick={() => resetting.mutate({ id: queue.id }, { onSuccess: onClose })}
          >
            Reset to code
          </Button>
        )}
        <Button onClick={onClose}>Keep {current ?? "as it is"}</Button>
        <Button
          type="submit"
          variant="primary"
          shortcut="mod+enter"
          isPending={overriding.isPending}
        >
          Override limit
        </Button>
      </div>
    </form>
  );
}
