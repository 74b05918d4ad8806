"use client";

import { type ReactNode, useRef, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { checkJson, type JsonProblem } from "#components/ui/json-check.ts";
import { JsonEditor, type JsonEditorHandle } from "#components/ui/json-editor.tsx";
import { useCompleteToken } from "./mutations.ts";

type Props = { tokenId: string | undefined; onClose: () => void };

/** Does by hand what the token waits for. */
export function CompleteDialog({ tokenId, onClose }: Props): ReactNode {
  return (
    <Dialog
      isOpen={tokenId !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Complete the token"
      description="Runs that wait for it go on with this JSON as its output. It cannot be changed afterwards."
      className="w-[min(38rem,calc(100vw-2rem))]"
    >
      {tokenId !== undefined && <CompleteForm key={tokenId} tokenId={tokenId} onClose={onClose} />}
    </Dialog>
  );
}

function CompleteForm({ tokenId, onClose }: { tokenId: string; onClose: () => void }): ReactNode {
  const [json, setJson] = useState("{}");
  const [problem, setProblem] = useState<JsonProblem>();
  const editor = useRef<JsonEditorHandle>(null);
  const complete = useCompleteToken();
  const submit = () => {
    const checked = json.trim() === "" ? { ok: true as const, value: undefined } : checkJson(json);
    setProblem(checked.ok ? undefined : checked.problem);
    if (checked.ok) complete.mutate({ id: tokenId, data: checked.value }, { onSuccess: onClose });
    else editor.current?.focusAt(checked.problem.offset);
  };
  return (
    <form
      className="mt-4 flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <p className="truncate font-mono text-mono text-text-muted" title={tokenId}>
        {tokenId}
      </p>
      <div className="h-48 overflow-hidden rounded-control border border-border">
        <JsonEditor
          value={json}
          onChange={(text) => {
            setJson(text);
            setProblem(undefined);
          }}
          label="Output, as JSON"
          placeholder="Empty: completed with nothing"
          autoFocus
          handle={editor}
        />
      </div>
      {problem !== undefined && (
        <p role="alert" className="rounded-control bg-danger-bg px-3 py-2 text-danger">
          Line {problem.line}, column {problem.column}: {problem.message}
        </p>
      )}
      {complete.isError && (
        <ErrorCallout title="The token was not completed" {...describeError(complete.error)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep waiting</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={complete.isPending}>
          Complete token
        </Button>
      </div>
    </form>
  );
}
