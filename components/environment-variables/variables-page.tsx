"use client";

import { useQueries, useQuery } from "@tanstack/react-query";
import { Eye, EyeOff, Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { useSearchParam } from "#components/data-table/use-search-param.ts";
import { DocsLink } from "#components/docs/docs-link.tsx";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import {
  usePlace,
  useProjectEnvironments,
  useReadOnlyReason,
} from "#components/workspace/environment-context.tsx";
import type { VariableView } from "#worker/domain/views.ts";
import { AddVariablesDialog } from "./add-variables-dialog.tsx";
import { useVariablesPlace } from "./mutations.ts";
import { variableQueries } from "./queries.ts";
import { VariableTable } from "./variable-table.tsx";
import { VariablesSkeleton } from "./variables-skeleton.tsx";

/** The first may come from the command line. */
const LOOK_WHEN_EMPTY_MS = 3_000;

export function VariablesPage(): ReactNode {
  const readOnlyReason = useReadOnlyReason();
  if (readOnlyReason === undefined) return <Variables />;
  return (
    <>
      <PageHeader title="Environment variables" />
      <EmptyState title="Variables are not shown to viewers" description={readOnlyReason} />
    </>
  );
}

function Variables(): ReactNode {
  const variables = useQuery({
    ...variableQueries.list(useVariablesPlace()),
    refetchInterval: ({ state }) => (state.data?.length === 0 ? LOOK_WHEN_EMPTY_MS : false),
  });
  const [search, setSearch] = useSearchParam();
  const [isRevealed, setIsRevealed] = useState(false);
  const [isAdding, setIsAdding] = useState(false);
  const isEmpty = variables.data?.length === 0;
  return (
    <>
      <PageHeader
        title="Environment variables"
        actions={
          <Button variant="primary" shortcut="n" onClick={() => setIsAdding(true)}>
            <Plus aria-hidden className="size-3.5" />
            Add variables
          </Button>
        }
      />
      {isEmpty ? (
        <NoVariablesYet />
      ) : (
        <>
          <FilterRow>
            <FilterInput value={search} onChange={setSearch} label="Filter variables" />
            <Button
              size="small"
              variant="ghost"
              shortcut="v"
              className="ml-auto"
              onClick={() => setIsRevealed(!isRevealed)}
            >
              {isRevealed ? (
                <EyeOff aria-hidden className="size-3.5" />
              ) : (
                <Eye aria-hidden className="size-3.5" />
              )}
              {isRevealed ? "Hide values" : "Reveal values"}
            </Button>
          </FilterRow>
          {variables.isPending && <VariablesSkeleton />}
          {variables.isError && variables.data === undefined && (
            <div className="p-4">
              <ErrorCallout
                title="The variables could not be loaded"
                {...describeError(variables.error)}
                onRetry={() => void variables.refetch()}
              />
            </div>
          )}
          {variables.data && (
            <FilteredVariables
              variables={variables.data}
              search={search}
              isRevealed={isRevealed}
              onClear={() => setSearch("")}
            />
          )}
        </>
      )}
      <AddVariablesDialog isOpen={isAdding} onOpenChange={setIsAdding} />
    </>
  );
}

function FilteredVariables(props: {
  variables: VariableView[];
  search: string;
  isRevealed: boolean;
  onClear: () => void;
}): ReactNode {
  const elsewhere = useElsewhere();
  const wanted = props.search.trim().toLowerCase();
  const shown = props.variables.filter(({ name }) => name.toLowerCase().includes(wanted));
  if (shown.length > 0) {
    return <VariableTable variables={shown} isRevealed={props.isRevealed} elsewhere={elsewhere} />;
  }
  return (
    <EmptyState title="No variables match this filter">
      <div>
        <Button onClick={props.onClear}>Clear filter</Button>
      </div>
    </EmptyState>
  );
}

/** The other environments of the project that have a variable of this name. */
function useElsewhere() {
  const { project, environment } = usePlace();
  const others = useProjectEnvironments().filter(({ id }) => id !== environment.id);
  const lists = useQueries({
    queries: others.map((other) =>
      variableQueries.list({ projectRef: project.ref, environment: other }),
    ),
  });
  return (name: string) =>
    others.filter((_, index) => lists[index]?.data?.some((variable) => variable.name === name));
}

const CODE = `import { env } from "node:process";
import { task } from "@pawl/sdk";

export const sendEmail = task({
  id: "send-email",
  run: async () => fetch("https://mail.example.com", {
    headers: { authorization: env.MAIL_TOKEN },
  }),
});`;

function NoVariablesYet(): ReactNode {
  const { environment } = usePlace();
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <EmptyState
        title={`No variables in ${environment.name} yet`}
        description="Tasks read them from the environment of their process. They are kept encrypted, and a change reaches every run that starts after it: nothing has to be deployed again. Add one, or paste a whole .env file."
      >
        <Snippet code={CODE} label="Copy the task" />
        <DocsLink slug="configuration">How tasks are configured</DocsLink>
      </EmptyState>
    </div>
  );
}
