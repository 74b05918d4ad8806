"use client";

import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { CheckboxLabel } from "#components/ui/checkbox-label.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { useNow } from "#components/ui/use-now.ts";
import type { ApiKeyView } from "#worker/domain/views.ts";
import { accessText } from "./access.ts";
import { useRevokeApiKey } from "./mutations.ts";

export function KeyTable({ keys }: { keys: readonly ApiKeyView[] }): ReactNode {
  const now = useNow();
  const [isAll, setIsAll] = useState(false);
  const [revokedId, setRevokedId] = useState<string>();
  const hasEnded = ({ revokedAt, expiresAt }: ApiKeyView) =>
    revokedAt !== undefined || (expiresAt !== undefined && now > 0 && Date.parse(expiresAt) <= now);
  const shown = isAll ? keys : keys.filter((key) => !hasEnded(key));
  return (
    <>
      {keys.some(hasEnded) && (
        <CheckboxLabel checked={isAll} onCheckedChange={setIsAll}>
          Show revoked and expired keys
        </CheckboxLabel>
      )}
      {shown.length === 0 ? (
        <p className="border-border border-t py-3 text-text-muted">
          There is none. Give a build server or a service a key of its own: it can be revoked alone.
        </p>
      ) : (
        <div className="overflow-x-auto border-border border-t">
          <Table className="min-w-220 table-fixed">
            <thead>
              <tr>
                <HeadCell className="first:pl-0">Name</HeadCell>
                <HeadCell className="w-36">Key</HeadCell>
                <HeadCell>Access</HeadCell>
                <HeadCell className="w-44">Created</HeadCell>
                <HeadCell className="w-24">Last used</HeadCell>
                <HeadCell className="w-28">Ends</HeadCell>
                <HeadCell className="w-24">
                  <span className="sr-only">Actions</span>
                </HeadCell>
              </tr>
            </thead>
            <tbody>
              {shown.map((key) => (
                <KeyRow
                  key={key.id}
                  apiKey={key}
                  hasEnded={hasEnded(key)}
                  onRevoke={() => setRevokedId(key.id)}
                />
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <RevokeDialog
        apiKey={keys.find(({ id }) => id === revokedId)}
        onClose={() => setRevokedId(undefined)}
      />
    </>
  );
}

type RowProps = { apiKey: ApiKeyView; hasEnded: boolean; onRevoke: () => void };

function KeyRow({ apiKey, hasEnded, onRevoke }: RowProps): ReactNode {
  const { name, masked, scopes, createdAt, createdBy, lastUsedAt, expiresAt, isRoot } = apiKey;
  return (
    <Row>
      <Cell className="truncate first:pl-0" title={name}>
        {name}
      </Cell>
      <Cell className="truncate font-mono text-mono text-text-muted">{masked}</Cell>
      <Cell className="truncate" title={scopes.join("\n")}>
        {accessText(scopes)}
      </Cell>
      <Cell className="truncate text-text-muted" title={createdBy}>
        <RelativeTime value={createdAt} />
        {createdBy !== undefined && ` by ${createdBy}`}
      </Cell>
      <Cell className="text-text-muted">
        {lastUsedAt === undefined ? "Never" : <RelativeTime value={lastUsedAt} />}
      </Cell>
      <Cell className="text-text-muted">
        {apiKey.revokedAt !== undefined ? (
          <Badge tone="danger">Revoked</Badge>
        ) : expiresAt === undefined ? (
          "Never"
        ) : (
          <RelativeTime value={expiresAt} />
        )}
      </Cell>
      <Cell className="text-right">
        {!isRoot && !hasEnded && (
          <Button size="small" aria-label={`Revoke ${name}`} onClick={onRevoke}>
            Revoke…
          </Button>
        )}
      </Cell>
    </Row>
  );
}

function RevokeDialog(props: { apiKey: ApiKeyView | undefined; onClose: () => void }): ReactNode {
  const { apiKey, onClose } = props;
  const revoke = useRevokeApiKey();
  return (
    <ConfirmDialog
      isOpen={apiKey !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Revoke ${apiKey?.name ?? ""}?`}
      description="Requests with it are refused within seconds, for good. Runs that were triggered with it go on."
      confirmLabel="Revoke key"
      dismissLabel="Keep the key"
      isPending={revoke.isPending}
      error={revoke.isError ? describeError(revoke.error) : undefined}
      onConfirm={() => apiKey && revoke.mutate(apiKey.id, { onSuccess: onClose })}
    />
  );
}
