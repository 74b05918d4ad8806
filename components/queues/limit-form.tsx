"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { parseLimit } from "./limit-words.ts";

type LimitFormProps = {
  /** Null: there is none of its own. */
  current: number | null;
  hint?: string;
  submitLabel: string;
  isPending: boolean;
  error: Error | null;
  onSubmit: (limit: number) => void;
  onClose: () => void;
  /** Beside the two buttons, at the other end. */
  children?: ReactNode;
};

/** How many runs execute at once, of whatever it is. */
export function LimitForm(props: LimitFormProps): ReactNode {
  const { current, hint, error } = props;
  const [problem, setProblem] = useState<string>();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const parsed = parseLimit(String(new FormData(event.currentTarget).get("limit") ?? ""));
    if ("error" in parsed) setProblem(parsed.error);
    else props.onSubmit(parsed.limit);
  };
  return (
    <form noValidate method="post" onSubmit={submit} className="mt-4 flex flex-col gap-4">
      <Field label="Runs at once" error={problem} {...(hint !== undefined && { hint })}>
        {(control) => (
          <Input
            {...control}
            name="limit"
            inputMode="numeric"
            autoComplete="off"
            className="w-32"
            defaultValue={String(current ?? "")}
            onChange={() => setProblem(undefined)}
          />
        )}
      </Field>
      {error && <ErrorCallout title="The limit was not changed" {...describeError(error)} />}
      <div className="flex flex-wrap justify-end gap-2">
        {props.children}
        <Button onClick={props.onClose}>Keep {current ?? "as it is"}</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={props.isPending}>
          {props.submitLabel}
        </Button>
      </div>
    </form>
  );
}
