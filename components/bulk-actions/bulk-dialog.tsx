"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import type { Count } from "#worker/domain/views.ts";
import { dialogTitle, effectWords, filterWords, runsText } from "./bulk-words.ts";
import { type BulkSelection, useCreateBulkAction } from "./mutations.ts";
import { type BulkKind, bulkActionQueries } from "./queries.ts";

export type BulkRequest = { action: BulkKind; selection: BulkSelection };

export type BulkDialogProps = {
  /** Open while there is one. */
  request: BulkRequest | undefined;
  onClose: () => void;
  /** Once it is under way; how far it is shows on the page. */
  onStarted?: () => void;
};

/** Says what is about to happen, and to how many runs, before it does. */
export function BulkDialog({ request, onClose, onStarted }: BulkDialogProps): ReactNode {
  // What it showed stays while it closes.
  const [last, setLast] = useState(request);
  if (request !== undefined && request !== last) setLast(request);
  const shown = request ?? last;
  const preview = usePreview(request);
  if (shown === undefined) return null;
  const { action, selection } = shown;
  const title = preview.count
    ? dialogTitle(action, preview.count)
    : `${action === "cancel" ? "Cancel" : "Replay"} runs?`;
  return (
    <Dialog
      isOpen={request !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      description={effectWords(action, selection.by)}
    >
      <BulkForm
        request={shown}
        preview={preview}
        onClose={onClose}
        onStarted={() => {
          onClose();
          onStarted?.();
        }}
      />
    </Dialog>
  );
}

type Preview = { count: Count | undefined; error: Error | null };

/** Runs that were chosen one by one need no counting. */
function usePreview(request: BulkRequest | undefined): Preview {
  const environmentId = useEnvironmentId();
  const selection = request?.selection;
  const filter = selection?.by === "FILTER" ? selection.filter : undefined;
  const preview = useQuery({
    ...bulkActionQueries.preview(environmentId, request?.action ?? "cancel", filter ?? {}),
    enabled: filter !== undefined,
  });
  if (selection?.by === "IDS") {
    return { count: { count: selection.runIds.length, isCapped: false }, error: null };
  }
  return { count: preview.data, error: preview.error };
}

type FormProps = {
  request: BulkRequest;
  preview: Preview;
  onClose: () => void;
  onStarted: () => void;
};

function BulkForm({ request, preview, onClose, onStarted }: FormProps): ReactNode {
  const { action, selection } = request;
  const { count } = preview;
  const create = useCreateBulkAction();
  const failure = create.error ?? preview.error;
  const blocked = count === undefined ? "Counting the runs" : nothingToDo(action, count);
  const submit = () => {
    if (blocked === undefined && !create.isPending) {
      create.mutate(request, { onSuccess: onStarted });
    }
  };
  return (
    <form
      className="mt-4 flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {selection.by === "FILTER" && <Filters filter={selection.filter} />}
      {failure !== null && <ErrorCallout title="Nothing was changed" {...describeError(failure)} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{action === "cancel" ? "Keep them running" : "Not now"}</Button>
        <Button
          type="submit"
          variant={action === "cancel" ? "danger" : "primary"}
          shortcut="mod+enter"
          isPending={create.isPending}
          disabledReason={blocked}
        >
          {`${action === "cancel" ? "Cancel" : "Replay"} ${count ? runsText(count.count, count.isCapped) : "runs"}`}
        </Button>
      </div>
    </form>
  );
}

function nothingToDo(action: BulkKind, { count }: Count): string | undefined {
  if (count > 0) return undefined;
  return action === "cancel" ? "All runs that match have finished" : "No run matches these filters";
}

export function Filters({ filter }: { filter: Record<string, string> }): ReactNode {
  return (
    <ul aria-label="Filters" className="flex flex-col gap-1 text-body">
      {filterWords(filter).map((words) => (
        <li key={words} className="break-words">
          {words}
        </li>
      ))}
    </ul>
  );
}
