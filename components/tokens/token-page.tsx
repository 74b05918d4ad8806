"use client";

import { useQuery } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Tag } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { ExactTime } from "#components/ui/time.tsx";
import { useEnvironmentId, useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import type { WaitpointDetail } from "#sdk/wire/waitpoint.ts";
import { CompleteDialog } from "./complete-dialog.tsx";
import { tokenQueries } from "./queries.ts";
import { TOKEN_STATUS, TokenStatusChip } from "./token-status.tsx";
import { shortTokenId } from "./token-table.tsx";
import { WaitingRuns } from "./waiting-runs.tsx";

const LOOK_MS = 2_000;

export function TokenPage({ tokenId }: { tokenId: string }): ReactNode {
  const environmentId = useEnvironmentId();
  const paths = usePaths();
  const [isCompleting, setIsCompleting] = useState(false);
  const token = useQuery({
    ...tokenQueries.detail(environmentId, tokenId),
    refetchInterval: ({ state }) => (state.data?.status === "WAITING" ? LOOK_MS : false),
  });
  const readOnlyReason = useReadOnlyReason();
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Waitpoint tokens", href: paths.tokens }]}
        title={
          <>
            <span className="min-w-0 truncate font-mono" title={tokenId}>
              {shortTokenId(tokenId)}
            </span>
            {token.data && <TokenStatusChip status={token.data.status} />}
          </>
        }
        actions={
          token.data?.status === "WAITING" && (
            <Button
              variant="primary"
              size="small"
              shortcut="c"
              label="Complete token"
              disabledReason={readOnlyReason}
              onClick={() => setIsCompleting(true)}
            >
              <Check aria-hidden className="size-3.5" />
              <span className="max-sm:sr-only">Complete…</span>
            </Button>
          )
        }
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        {token.isError && (
          <div className="p-4">
            <ErrorCallout
              title="The token could not be loaded"
              {...describeError(token.error)}
              onRetry={() => void token.refetch()}
            />
          </div>
        )}
        {token.data && (
          <div className="flex max-w-3xl flex-col gap-6 p-4">
            <p className="text-text-muted">{TOKEN_STATUS[token.data.status].description}</p>
            <TokenFacts token={token.data} />
            <TokenOutput token={token.data} />
            <WaitingRuns tokenId={tokenId} />
          </div>
        )}
      </div>
      <CompleteDialog
        tokenId={isCompleting ? tokenId : undefined}
        onClose={() => setIsCompleting(false)}
      />
    </>
  );
}

function TokenFacts({ token }: { token: WaitpointDetail }): ReactNode {
  const { completedAt, timeoutAt, idempotencyKey, idempotencyKeyExpiresAt, tags } = token;
  return (
    <>
      <DefinitionList>
        <Definition term="Token" isMono>
          <span className="-my-1 flex min-w-0 items-center gap-1">
            <span className="break-all">{token.id}</span>
            <CopyButton value={token.id} label="Copy token id" />
          </span>
        </Definition>
        <Definition term="Created">
          <ExactTime value={token.createdAt} />
        </Definition>
        <Definition term="Completed">
          {token.status === "COMPLETED" && completedAt ? (
            <ExactTime value={completedAt} />
          ) : undefined}
        </Definition>
        <Definition term={token.status === "TIMED_OUT" ? "Timed out" : "Times out"}>
          {timeoutAt ? <ExactTime value={timeoutAt} /> : "Never"}
        </Definition>
        <Definition term="Idempotency key" isMono>
          {idempotencyKey ? <span className="break-all">{idempotencyKey}</span> : undefined}
        </Definition>
        <Definition term="Key holds until">
          {idempotencyKey && idempotencyKeyExpiresAt ? (
            <ExactTime value={idempotencyKeyExpiresAt} />
          ) : undefined}
        </Definition>
        <Definition term="Tags">
          {tags.length > 0 ? (
            <span className="flex flex-wrap gap-1">
              {tags.map((tag) => (
                <Tag key={tag}>{tag}</Tag>
              ))}
            </span>
          ) : undefined}
        </Definition>
      </DefinitionList>
      {token.status === "WAITING" && (
        <section className="flex flex-col gap-2">
          <h2 className="font-semibold text-section">Callback address</h2>
          <p className="text-text-muted">
            Whoever knows it completes the token with a POST, without a key. The JSON body is the
            output.
          </p>
          <Snippet code={token.url} label="Copy callback address" />
        </section>
      )}
    </>
  );
}

function TokenOutput({ token }: { token: WaitpointDetail }): ReactNode {
  if (token.status !== "COMPLETED") return null;
  return (
    <section className="flex flex-col gap-2">
      <h2 className="font-semibold text-section">Output</h2>
      {token.output === undefined ? (
        <p className="text-text-muted">Completed with nothing.</p>
      ) : (
        <JsonViewer value={JSON.parse(token.output)} fileName={`${token.id}-output`} />
      )}
    </section>
  );
}
