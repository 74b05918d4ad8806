"use client";

import { useRef, useState } from "react";
import { checkJson, type JsonProblem } from "#components/ui/json-check.ts";
import type { JsonEditorHandle } from "#components/ui/json-editor.tsx";

/** JSON that a person types. Empty is no value. */
export function useJsonText(initial: string) {
  const editor = useRef<JsonEditorHandle>(null);
  const [text, setText] = useState(initial);
  const [problem, setProblem] = useState<JsonProblem>();
  const set = (next: string) => {
    setText(next);
    setProblem(undefined);
  };
  /** Undefined when it is no JSON: then the editor stands at the problem, which is told. */
  const check = (): { value: unknown } | undefined => {
    if (text.trim() === "") return { value: undefined };
    const checked = checkJson(text);
    setProblem(checked.ok ? undefined : checked.problem);
    if (checked.ok) return { value: checked.value };
    editor.current?.focusAt(checked.problem.offset);
    return undefined;
  };
  return { text, set, problem, check, editor };
}
