"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import {
  useEnvironmentId,
  usePlace,
  useReadOnlyReason,
} from "#components/workspace/environment-context.tsx";
import type { ApiKeyView } from "#worker/domain/views.ts";
import { ApiKeysSkeleton } from "./api-keys-skeleton.tsx";
import { CreateKeyDialog } from "./create-key-dialog.tsx";
import { KeySnippet } from "./key-snippet.tsx";
import { KeyTable } from "./key-table.tsx";
import { apiKeyQueries } from "./queries.ts";
import { RootKeyRow } from "./root-key-row.tsx";
import { TriggerSnippet } from "./trigger-snippet.tsx";

export function ApiKeysPage(): ReactNode {
  const readOnlyReason = useReadOnlyReason();
  const keys = useQuery({
    ...apiKeyQueries.list(useEnvironmentId()),
    enabled: readOnlyReason === undefined,
  });
  if (readOnlyReason !== undefined) {
    return (
      <>
        <PageHeader title="API keys" />
        <EmptyState title="Keys are not shown to viewers" description={readOnlyReason} />
      </>
    );
  }
  if (keys.data) return <Keys keys={keys.data.data} />;
  if (keys.isPending) return <ApiKeysSkeleton />;
  return (
    <>
      <PageHeader title="API keys" />
      <div className="p-4">
        <ErrorCallout
          title="The keys could not be loaded"
          {...describeError(keys.error)}
          onRetry={() => void keys.refetch()}
        />
      </div>
    </>
  );
}

function Keys({ keys }: { keys: readonly ApiKeyView[] }): ReactNode {
  const { environment } = usePlace();
  const [isCreating, setIsCreating] = useState(false);
  const root = keys.find((key) => key.isRoot && key.expiresAt === undefined);
  const others = keys.filter((key) => key !== root);
  return (
    <>
      <PageHeader
        title="API keys"
        actions={
          <Button variant="primary" shortcut="n" onClick={() => setIsCreating(true)}>
            <Plus aria-hidden className="size-3.5" />
            Create key
          </Button>
        }
      />
      <CreateKeyDialog isOpen={isCreating} onOpenChange={setIsCreating} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="flex w-full max-w-5xl flex-col gap-8 p-4 pb-12">
          <Section
            title="Root key"
            description={`Whoever has it can trigger, read and cancel every run in ${environment.name}, and deploy to it. Keep it on servers.`}
          >
            {root && <RootKeyRow root={root} />}
          </Section>
          <Section
            title="Other keys"
            description="For one use each, with no more rights than it needs. Replaced root keys work until they expire."
          >
            <KeyTable keys={others} />
          </Section>
          <Section
            title="Use it in your project"
            description="Put both lines into .env. The SDK and the command line read them."
          >
            <KeySnippet />
          </Section>
          <Section
            title="Trigger without the SDK"
            description="From any language, over plain HTTP."
          >
            <TriggerSnippet />
          </Section>
        </div>
      </div>
    </>
  );
}

function Section(props: { title: string; description: ReactNode; children: ReactNode }): ReactNode {
  return (
    <section className="flex min-w-0 flex-col gap-3">
      <div>
        <h2 className="font-semibold text-section">{props.title}</h2>
        <p className="text-text-muted">{props.description}</p>
      </div>
      {props.children}
    </section>
  );
}
