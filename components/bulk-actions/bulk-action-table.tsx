"use client";

import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { cn } from "#components/ui/cn.ts";
import { Cell, HeadCell, ROW_LINK_STYLE, Row, Table, TableScroll } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { BulkActionObject } from "#sdk/wire/bulk-action.ts";
import { BULK_COLUMNS } from "./bulk-columns.ts";
import { BulkStatus } from "./bulk-status.tsx";
import { filterWords, runsText } from "./bulk-words.ts";

export function BulkActionTable({ actions }: { actions: readonly BulkActionObject[] }): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const rows = useRowNavigation(
    container,
    actions.map((action) => action.id),
  );
  return (
    <TableScroll ref={container} onFocus={rows.onFocus}>
      <Table className="min-w-240 table-fixed">
        <thead>
          <tr>
            {BULK_COLUMNS.map(({ header, className }) => (
              <HeadCell key={header} className={className}>
                {header}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {actions.map((action) => (
            <BulkActionRow key={action.id} action={action} tabIndex={rows.tabIndexOf(action.id)} />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

function BulkActionRow(props: { action: BulkActionObject; tabIndex: 0 | -1 }): ReactNode {
  const { action, tabIndex } = props;
  const paths = usePaths();
  const { counts } = action;
  return (
    <Row data-row-id={action.id}>
      <Cell>
        <BulkStatus status={action.status} />
      </Cell>
      <Cell className="max-w-0">
        <Link
          href={paths.bulkAction(action.id)}
          data-row-link
          tabIndex={tabIndex}
          title={action.name}
          className={cn(ROW_LINK_STYLE, "block truncate")}
        >
          <span className="font-medium">{action.name ?? actionTitle(action)}</span>{" "}
          <span className="text-text-muted">{action.filter && words(action.filter)}</span>
        </Link>
      </Cell>
      <CountCell count={counts.success} total={action.isCounted ? counts.total : undefined} />
      <CountCell count={counts.failure} />
      <CountCell count={counts.skipped} />
      <Cell className="max-w-0 truncate" title={action.createdBy}>
        {action.createdBy}
      </Cell>
      <Cell className="text-text-muted">
        <RelativeTime value={action.createdAt} />
      </Cell>
    </Row>
  );
}

export function actionTitle({ type, filter, counts }: BulkActionObject): string {
  const verb = type === "CANCEL" ? "Cancel" : "Replay";
  return filter ? `${verb} all that match` : `${verb} ${runsText(counts.total)}`;
}

function words(filter: Record<string, string>): string {
  return filterWords(filter).join(" · ");
}

function CountCell({ count, total }: { count: number; total?: number | undefined }): ReactNode {
  const isPartial = total !== undefined && total > count;
  return (
    <Cell className={cn("text-right tabular-nums", count === 0 && "text-text-muted")}>
      {count.toLocaleString("en")}
      {isPartial && <span className="text-text-muted"> of {total.toLocaleString("en")}</span>}
    </Cell>
  );
}
