"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { ErrorCallout } from "#components/ui/error-callout.tsx";

export type QueryViewProps<T> = {
  query: UseQueryResult<T>;
  /** Such as "The deployments could not be loaded". */
  errorTitle: string;
  skeleton: ReactNode;
  children: (data: T) => ReactNode;
};

/** What is asked for: its skeleton, its fault, or itself. What was there stays while it is asked again. */
export function QueryView<T>(props: QueryViewProps<T>): ReactNode {
  const { query, errorTitle, skeleton, children } = props;
  if (query.data !== undefined) return children(query.data);
  if (!query.isError) return skeleton;
  return (
    <div className="p-4">
      <ErrorCallout
        title={errorTitle}
        {...describeError(query.error)}
        onRetry={() => void query.refetch()}
      />
    </div>
  );
}
