"use client";

import type { ReactNode } from "react";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";

export const MAX_NAME_LENGTH = 100;

type Props = {
  name: string;
  label: string;
  error: string | undefined;
  hint?: string;
  initial?: string;
  isFirst?: boolean;
};

/** The name of a place that is made. */
export function NameInput(props: Props): ReactNode {
  const { name, label, error, hint, initial, isFirst = true } = props;
  return (
    <Field label={label} error={error} {...(hint !== undefined && { hint })}>
      {(control) => (
        <Input
          {...control}
          name={name}
          autoComplete="off"
          autoFocus={isFirst}
          maxLength={MAX_NAME_LENGTH}
          defaultValue={initial}
        />
      )}
    </Field>
  );
}

/** What was typed; the field is focused when that is nothing. */
export function readName(form: HTMLFormElement, name: string): string {
  const value = String(new FormData(form).get(name) ?? "").trim();
  if (value === "") form.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  return value;
}
