"use client";

import dynamic from "next/dynamic";
import { useSearchParams } from "next/navigation";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { JsonEditor } from "#components/ui/json-editor.tsx";
import type { PayloadShape } from "./payload-shape.ts";
import type { useJsonText } from "./use-json-text.ts";

const SchemaForm = dynamic(() =>
  import("#components/ui/json-schema/schema-form.tsx").then((module) => module.SchemaForm),
);

export type PayloadFieldProps = {
  json: ReturnType<typeof useJsonText>;
  shape: PayloadShape;
};

/** The payload as JSON, or in fields made from its schema: both edit the same text. */
export function PayloadField({ json, shape }: PayloadFieldProps): ReactNode {
  const [isFormWanted, wantForm] = useFormView();
  const isForm = isFormWanted && shape.schema !== undefined;
  return (
    // The editor scrolls in itself; a form is as long as it is.
    <div className={isForm ? "flex shrink-0 grow flex-col" : "flex min-h-64 flex-1 flex-col"}>
      {shape.schema !== undefined && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a border around two buttons.
        <div role="group" aria-label="Edit the payload as" className="flex gap-1 px-4 pt-2">
          <Button
            size="small"
            variant={isForm ? "ghost" : "secondary"}
            aria-pressed={!isForm}
            onClick={() => wantForm(false)}
          >
            JSON
          </Button>
          <Button
            size="small"
            variant={isForm ? "secondary" : "ghost"}
            aria-pressed={isForm}
            onClick={() => wantForm(true)}
          >
            Form
          </Button>
        </div>
      )}
      {isForm ? (
        <PayloadForm json={json} schema={shape.schema} />
      ) : (
        <div className="min-h-0 flex-1">
          <JsonEditor
            value={json.text}
            onChange={json.set}
            label="Payload, as JSON"
            placeholder="Empty: the task gets no payload"
            autoFocus
            handle={json.editor}
            schema={shape.schema}
            isCheckedBySchema={shape.from === "task"}
          />
        </div>
      )}
    </div>
  );
}

function PayloadForm(props: { json: PayloadFieldProps["json"]; schema: unknown }): ReactNode {
  const { json, schema } = props;
  const parsed = parse(json.text);
  return (
    <div className="max-w-2xl p-4">
      {parsed === undefined ? (
        <p className="text-text-muted">What is typed is no JSON yet. Finish it under JSON first.</p>
      ) : (
        <SchemaForm
          root={schema}
          schema={schema}
          value={parsed.value}
          onChange={(value) => json.set(JSON.stringify(value, null, 2))}
        />
      )}
    </div>
  );
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: text.trim() === "" ? undefined : JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/** In the address, so that it survives a reload. */
function useFormView(): [boolean, (isForm: boolean) => void] {
  const params = useSearchParams();
  const [isForm, setIsForm] = useState(params.get("view") === "form");
  const change = (next: boolean) => {
    setIsForm(next);
    window.history.replaceState(null, "", next ? "?view=form" : window.location.pathname);
  };
  return [isForm, change];
}
