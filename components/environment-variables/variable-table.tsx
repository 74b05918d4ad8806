"use client";

import { Lock, Pencil, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import {
  Cell,
  HeadCell,
  ROW_ACTIONS_STYLE,
  Row,
  Table,
  TableScroll,
} from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import type { EnvironmentView, VariableView } from "#worker/domain/views.ts";
import { EditVariableDialog } from "./edit-variable-dialog.tsx";
import { useDeleteVariable } from "./mutations.ts";

type Props = {
  variables: readonly VariableView[];
  isRevealed: boolean;
  elsewhere: (name: string) => EnvironmentView[];
};

export function VariableTable({ variables, isRevealed, elsewhere }: Props): ReactNode {
  const [editedName, setEditedName] = useState<string>();
  const [deletedName, setDeletedName] = useState<string>();
  return (
    <>
      <TableScroll>
        <Table className="min-w-220 table-fixed">
          <thead>
            <tr>
              <HeadCell className="min-[138rem]:w-120">Name</HeadCell>
              <HeadCell className="min-[138rem]:w-160">Value</HeadCell>
              <HeadCell className="w-56">Also in</HeadCell>
              <HeadCell className="w-56">Changed</HeadCell>
              <HeadCell className="w-32 min-[138rem]:w-auto">
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {variables.map((variable) => (
              <VariableRow
                key={variable.name}
                variable={variable}
                isRevealed={isRevealed}
                elsewhere={elsewhere(variable.name)}
                onEdit={() => setEditedName(variable.name)}
                onDelete={() => setDeletedName(variable.name)}
              />
            ))}
          </tbody>
        </Table>
      </TableScroll>
      <EditVariableDialog
        variable={variables.find(({ name }) => name === editedName)}
        onClose={() => setEditedName(undefined)}
      />
      <DeleteDialog name={deletedName} onClose={() => setDeletedName(undefined)} />
    </>
  );
}

type RowProps = {
  variable: VariableView;
  isRevealed: boolean;
  elsewhere: EnvironmentView[];
  onEdit: () => void;
  onDelete: () => void;
};

function VariableRow({ variable, isRevealed, elsewhere, onEdit, onDelete }: RowProps): ReactNode {
  const { name, isSecret, updatedAt, updatedBy } = variable;
  return (
    <Row>
      <Cell className="truncate font-mono text-mono" title={name}>
        {name}
      </Cell>
      <Cell className="truncate">
        {isSecret ? (
          <Badge title="Tasks read it; nobody sees it again">
            <Lock aria-hidden className="size-3" />
            Secret
          </Badge>
        ) : (
          <Value value={variable.value} isRevealed={isRevealed} />
        )}
      </Cell>
      <Cell className="text-text-muted">
        <span className="flex min-w-0 gap-3">
          {elsewhere.map((environment) => (
            <EnvironmentMark key={environment.id} environment={environment} />
          ))}
        </span>
      </Cell>
      <Cell className="truncate text-text-muted" title={updatedBy}>
        <RelativeTime value={updatedAt} />
        {updatedBy !== undefined && ` by ${updatedBy}`}
      </Cell>
      <Cell className="text-right">
        <span className={ROW_ACTIONS_STYLE}>
          {!isSecret && <CopyButton value={variable.value} label={`Copy the value of ${name}`} />}
          <Button variant="ghost" size="icon" label={`Edit ${name}`} onClick={onEdit}>
            <Pencil aria-hidden className="size-3.5" />
          </Button>
          <Button variant="ghost" size="icon" label={`Delete ${name}`} onClick={onDelete}>
            <Trash2 aria-hidden className="size-3.5" />
          </Button>
        </span>
      </Cell>
    </Row>
  );
}

/** Always as many dots: their number would tell the length. */
const DOTS = "••••••••••••";

function Value({ value, isRevealed }: { value: string; isRevealed: boolean }): ReactNode {
  if (value === "") return <span className="text-text-muted">Empty</span>;
  if (isRevealed) {
    return (
      <code className="font-mono text-mono" title={value}>
        {value}
      </code>
    );
  }
  return (
    <>
      <span aria-hidden className="text-text-muted">
        {DOTS}
      </span>
      <span className="sr-only">Hidden</span>
    </>
  );
}

function DeleteDialog({ name, onClose }: { name: string | undefined; onClose: () => void }) {
  const { environment } = usePlace();
  const remove = useDeleteVariable();
  return (
    <ConfirmDialog
      isOpen={name !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Delete ${name ?? ""} in ${environment.name}?`}
      description="Runs that start from now on do not have it. Runs that execute keep it until they end. Other environments keep theirs."
      confirmLabel="Delete variable"
      dismissLabel="Keep the variable"
      isPending={remove.isPending}
      error={remove.isError ? describeError(remove.error) : undefined}
      onConfirm={() => name !== undefined && remove.mutate(name, { onSuccess: onClose })}
    />
  );
}
