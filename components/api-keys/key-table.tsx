import type { ReactNode } from "react";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import type { ApiKeyView } from "#worker/domain/views.ts";

export function KeyTable({ keys }: { keys: readonly ApiKeyView[] }): ReactNode {
  return (
    <div className="overflow-x-auto">
      <Table className="border-border border-t">
        <thead>
          <tr>
            <HeadCell className="pl-0 first:pl-0">Name</HeadCell>
            <HeadCell>Key</HeadCell>
            <HeadCell>Last used</HeadCell>
            <HeadCell>Expires</HeadCell>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <Row key={key.id}>
              <Cell className="max-w-48 truncate first:pl-0">{key.name}</Cell>
              <Cell className="font-mono text-mono text-text-muted">{key.masked}</Cell>
              <Cell className="text-text-muted">
                {key.lastUsedAt === undefined ? "Never" : <RelativeTime value={key.lastUsedAt} />}
              </Cell>
              <Cell className="text-text-muted">
                {key.expiresAt === undefined ? "Never" : <RelativeTime value={key.expiresAt} />}
              </Cell>
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
