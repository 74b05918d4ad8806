"use client";

import Link from "next/link";
import { type ReactNode, useRef, useState } from "react";
import { useRowNavigation } from "#components/data-table/use-row-navigation.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import {
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
import type { DeploymentObject } from "#sdk/wire/deployment.ts";
import { commitText } from "./commit-text.ts";
import { PromoteDialog } from "./promote-dialog.tsx";

export function DeploymentTable(props: { deployments: readonly DeploymentObject[] }): ReactNode {
  const { deployments } = props;
  const container = useRef<HTMLDivElement>(null);
  const [promoted, setPromoted] = useState<string>();
  const rows = useRowNavigation(
    container,
    deployments.map(({ id }) => id),
  );
  const currentAt = deployments.findIndex(({ isCurrent }) => isCurrent);
  return (
    <>
      <TableScroll ref={container} onFocus={rows.onFocus}>
        <Table className="min-w-260 table-fixed">
          <thead>
            <tr>
              <HeadCell className="w-44">Version</HeadCell>
              <HeadCell className="w-16 text-right">Tasks</HeadCell>
              <HeadCell className="w-20 text-right">Runs</HeadCell>
              <HeadCell className="w-20 text-right">Failed</HeadCell>
              <HeadCell className="w-22 text-right">Executing</HeadCell>
              <HeadCell>Commit</HeadCell>
              <HeadCell className="w-28">Deployed</HeadCell>
              <HeadCell className="w-32">By</HeadCell>
              <HeadCell className="w-28">
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {deployments.map((deployment, index) => (
              <DeploymentRow
                key={deployment.id}
                deployment={deployment}
                isOlder={currentAt !== -1 && index > currentAt}
                tabIndex={rows.tabIndexOf(deployment.id)}
                onPromote={() => setPromoted(deployment.version)}
              />
            ))}
          </tbody>
        </Table>
      </TableScroll>
      {promoted !== undefined && (
        <PromoteDialog version={promoted} onClose={() => setPromoted(undefined)} />
      )}
    </>
  );
}

type RowProps = {
  deployment: DeploymentObject;
  /** Than the current one. */
  isOlder: boolean;
  tabIndex: 0 | -1;
  onPromote: () => void;
};

function DeploymentRow({ deployment, isOlder, tabIndex, onPromote }: RowProps): ReactNode {
  const paths = usePaths();
  const disabledReason = useReadOnlyReason();
  const { id, version, isCurrent, taskCount, runs, git, createdAt, deployedBy } = deployment;
  const commit = commitText(git);
  return (
    <Row data-row-id={id}>
      <Cell>
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={paths.deployment(version)}
            data-row-link
            tabIndex={tabIndex}
            className={cn(ROW_LINK_STYLE, "truncate font-medium tabular-nums")}
          >
            {version}
          </Link>
          {isCurrent && (
            <Badge tone="success" title="Runs take it when they start" className="shrink-0">
              Current
            </Badge>
          )}
        </span>
      </Cell>
      <Cell className="text-right tabular-nums">{taskCount}</Cell>
      <Cell className="text-right tabular-nums">{runs.started.toLocaleString("en")}</Cell>
      <Cell className={cn("text-right tabular-nums", runs.failed > 0 && "text-danger")}>
        {runs.failed.toLocaleString("en")}
      </Cell>
      <Cell className="text-right tabular-nums">{runs.executing}</Cell>
      <Cell className="max-w-64">
        <span title={commit} className="block truncate text-text-muted">
          {commit}
        </span>
      </Cell>
      <Cell className="text-text-muted">
        <RelativeTime value={createdAt} />
      </Cell>
      <Cell className="max-w-44">
        <span title={deployedBy} className="block truncate text-text-muted">
          {deployedBy?.replace(/^the API key “(.+)”$/, "$1")}
        </span>
      </Cell>
      <Cell className="text-right">
        {!isCurrent && (
          <Button
            size="small"
            className={ROW_ACTIONS_STYLE}
            tabIndex={tabIndex}
            aria-label={`${isOlder ? "Roll back to" : "Promote"} ${version}`}
            disabledReason={disabledReason}
            onClick={onPromote}
          >
            {isOlder ? "Roll back…" : "Promote…"}
          </Button>
        )}
      </Cell>
    </Row>
  );
}
