"use client";

import { useState } from "react";
import {
  checkOptions,
  type OptionField,
  type RunOptions,
  type TestOptions,
} from "./test-options.ts";

/** The options of a run as a form: of a test, of a scheduled task's test, and of a replay. */
export function useOptionsForm(initial: TestOptions) {
  const [options, setOptions] = useState(initial);
  const [problems, setProblems] = useState<Partial<Record<OptionField, string>>>({});
  const [isOpen, setIsOpen] = useState(false);
  /** In the API's types; undefined when something is wrong, which is then shown beside its field. */
  const check = (): RunOptions | undefined => {
    const checked = checkOptions(options, new Date());
    setProblems(checked.ok ? {} : checked.problems);
    if (checked.ok) return checked.options;
    setIsOpen(true);
    return undefined;
  };
  return {
    options,
    set: (next: TestOptions) => {
      setOptions(next);
      setProblems({});
    },
    check,
    /** For `TestOptionsFields`. */
    fields: { options, onChange: setOptions, problems, isOpen, onOpenChange: setIsOpen },
  };
}

/** After the fields of what was opened are there. */
export function focusFirstProblem(form: HTMLElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>("[aria-invalid]")?.focus());
}
