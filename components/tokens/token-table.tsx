"use client";

import { Check, Link2 } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { shortRunId } from "#components/runs/run-id.ts";
import { Tag } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { useShortcut } from "#components/ui/shortcuts.tsx";
import {
  ABOVE_ROW_LINK,
  Cell,
  HeadCell,
  ROW_ACTIONS_STYLE,
  ROW_LINK_STYLE,
  Row,
  Table,
  TableScroll,
} from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { WaitpointObject } from "#sdk/wire/waitpoint.ts";
import { TokenStatusLabel } from "./token-status.tsx";
import { TOKEN_COLUMNS } from "./token-table-skeleton.tsx";

export type TokenTableProps = {
  tokens: readonly WaitpointObject[];
  onComplete: (tokenId: string) => void;
};

export function TokenTable({ tokens, onComplete }: TokenTableProps): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const readOnly = useReadOnlyReason();
  const rows = useRowNavigation(
    container,
    tokens.map((token) => token.id),
  );
  const active = tokens.find((token) => token.id === rows.activeId);
  useShortcut({
    keys: "c",
    label: "Complete the token in focus",
    group: "Rows",
    isDisabled: readOnly !== undefined,
    run: () => active?.status === "WAITING" && onComplete(active.id),
  });
  return (
    <TableScroll ref={container} onFocus={rows.onFocus}>
      <Table className="min-w-260 table-fixed">
        <thead>
          <tr>
            {TOKEN_COLUMNS.map(({ header, className }) => (
              <HeadCell key={header} className={className}>
                {header === "" ? <span className="sr-only">Actions</span> : header}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <TokenRow
              key={token.id}
              token={token}
              tabIndex={rows.tabIndexOf(token.id)}
              onComplete={() => onComplete(token.id)}
            />
          ))}
        </tbody>
      </Table>
    </TableScroll>
  );
}

type RowProps = { token: WaitpointObject; tabIndex: 0 | -1; onComplete: () => void };

function TokenRow({ token, tabIndex, onComplete }: RowProps): ReactNode {
  const paths = usePaths();
  return (
    <Row data-row-id={token.id}>
      <Cell>
        <TokenStatusLabel status={token.status} />
      </Cell>
      <Cell>
        <span className="flex items-center gap-1">
          <Link
            href={paths.token(token.id)}
            data-row-link
            tabIndex={tabIndex}
            title={token.id}
            className={cn(ROW_LINK_STYLE, "min-w-0 truncate font-mono text-mono")}
          >
            {shortTokenId(token.id)}
          </Link>
          <CopyButton
            value={token.id}
            label="Copy token id"
            tabIndex={tabIndex}
            className={ROW_ACTIONS_STYLE}
          />
        </span>
      </Cell>
      <TimeCell value={token.createdAt} />
      <TimeCell value={token.status === "COMPLETED" ? token.completedAt : undefined} />
      <TimeCell value={token.timeoutAt} />
      <Cell>
        <span title={token.idempotencyKey} className="block truncate text-text-muted">
          {token.idempotencyKey ?? "–"}
        </span>
      </Cell>
      <Cell>
        <span title={token.tags.join(", ")} className="flex items-center gap-1 overflow-hidden">
          {token.tags.map((tag) => (
            <Tag key={tag} className="min-w-0">
              {tag}
            </Tag>
          ))}
        </span>
      </Cell>
      <Cell className="text-right">
        <TokenActions token={token} tabIndex={tabIndex} onComplete={onComplete} />
      </Cell>
    </Row>
  );
}

function TokenActions({ token, tabIndex, onComplete }: RowProps): ReactNode {
  const disabledReason = useReadOnlyReason();
  if (token.status !== "WAITING") return null;
  return (
    <span className={cn(ROW_ACTIONS_STYLE, "inline-flex gap-1.5")}>
      <CopyButton
        value={token.url}
        label="Copy callback address"
        icon={<Link2 aria-hidden className="size-3.5" />}
        tabIndex={tabIndex}
      />
      <Button
        size="small"
        tabIndex={tabIndex}
        aria-label={`Complete ${token.id}`}
        disabledReason={disabledReason}
        onClick={onComplete}
      >
        <Check aria-hidden className="size-3.5" />
        Complete…
      </Button>
    </span>
  );
}

function TimeCell({ value }: { value: string | undefined }): ReactNode {
  return (
    <Cell className="text-text-muted tabular-nums">
      {value === undefined ? "–" : <RelativeTime value={value} className={ABOVE_ROW_LINK} />}
    </Cell>
  );
}

/** `waitpoint_` says nothing in a list of them; the end tells them apart. */
export function shortTokenId(id: string): string {
  return shortRunId(id.replace(/^waitpoint_/, ""));
}
