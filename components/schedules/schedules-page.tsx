"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { FilterInput } from "#components/data-table/filter-input.tsx";
import { FilterRow, PageHeader } from "#components/layout/page-header.tsx";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { InspectorSplit } from "#components/ui/inspector-split.tsx";
import { useEnvironmentId, useReadOnlyReason } from "#components/workspace/environment-context.tsx";
import type { OffsetPage } from "#sdk/wire/queue.ts";
import type { ScheduleObject } from "#sdk/wire/schedule.ts";
import { NoSchedulesYet } from "./no-schedules-yet.tsx";
import { scheduleQueries } from "./queries.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { ScheduleInspector } from "./schedule-inspector.tsx";
import { ScheduleTable } from "./schedule-table.tsx";
import { ScheduleTableSkeleton } from "./schedule-table-skeleton.tsx";
import { useSchedulesSearch } from "./use-schedules-search.ts";

/** Ticks and deployments do not travel on the feed of runs. */
const LOOK_MS = 5_000;

export function SchedulesPage(): ReactNode {
  const address = useSchedulesSearch();
  const [subject, setSubject] = useState<ScheduleObject | "new">();
  const { search, page, scheduleId } = address;
  const schedules = useQuery({
    ...scheduleQueries.list(useEnvironmentId(), { search: search.trim(), page }),
    refetchInterval: LOOK_MS,
    placeholderData: keepPreviousData,
  });
  const isEmpty = schedules.data?.pagination.count === 0 && search.trim() === "";
  const create = <NewSchedule onClick={() => setSubject("new")} />;
  const list = schedules.data && !isEmpty && <Schedules page={schedules.data} address={address} />;
  return (
    <>
      <PageHeader title="Schedules" actions={isEmpty ? undefined : create} />
      {!isEmpty && (
        <FilterRow>
          <FilterInput
            value={search}
            onChange={(text) => address.change({ search: text, page: 1 })}
            label="Filter schedules"
          />
        </FilterRow>
      )}
      {isEmpty && <NoSchedulesYet>{create}</NoSchedulesYet>}
      {schedules.isPending && <ScheduleTableSkeleton />}
      {schedules.isError && schedules.data === undefined && (
        <div className="p-4">
          <ErrorCallout
            title="The schedules could not be loaded"
            {...describeError(schedules.error)}
            onRetry={() => void schedules.refetch()}
          />
        </div>
      )}
      {list && scheduleId === undefined && list}
      {list && scheduleId !== undefined && (
        <InspectorSplit
          storageKey="pawl.schedule-inspector"
          defaultPx={460}
          main={list}
          inspector={
            <ScheduleInspector
              key={scheduleId}
              scheduleId={scheduleId}
              onClose={() => address.change({ scheduleId: undefined })}
              onEdit={setSubject}
            />
          }
        />
      )}
      <ScheduleDialog
        subject={subject}
        onClose={() => setSubject(undefined)}
        onSaved={({ id }) => {
          setSubject(undefined);
          address.change({ scheduleId: id });
        }}
      />
    </>
  );
}

function NewSchedule({ onClick }: { onClick: () => void }): ReactNode {
  const disabledReason = useReadOnlyReason();
  return (
    <Button variant="primary" shortcut="n" disabledReason={disabledReason} onClick={onClick}>
      <Plus aria-hidden className="size-3.5" />
      New schedule
    </Button>
  );
}

type SchedulesProps = {
  page: OffsetPage<ScheduleObject>;
  address: ReturnType<typeof useSchedulesSearch>;
};

function Schedules({ page: { data, pagination }, address }: SchedulesProps): ReactNode {
  const { change, hrefOf, scheduleId } = address;
  if (data.length === 0) {
    return (
      <EmptyState title="No schedules match this filter">
        <div>
          <Button onClick={() => change({ search: "", page: 1 })}>Clear filter</Button>
        </div>
      </EmptyState>
    );
  }
  const { currentPage, totalPages, count } = pagination;
  return (
    <>
      <ScheduleTable
        schedules={data}
        selectedId={scheduleId}
        hrefOf={(id) => hrefOf({ scheduleId: id })}
      />
      {totalPages > 1 && (
        <footer className="flex h-10 shrink-0 items-center gap-2 border-border border-t px-4 text-text-muted">
          <span className="mr-auto tabular-nums">{count.toLocaleString("en")} schedules</span>
          <Button
            size="small"
            shortcut="["
            disabledReason={currentPage <= 1 ? "This is the first page" : undefined}
            onClick={() => change({ page: currentPage - 1 })}
          >
            Previous
          </Button>
          <Button
            size="small"
            shortcut="]"
            disabledReason={currentPage >= totalPages ? "This is the last page" : undefined}
            onClick={() => change({ page: currentPage + 1 })}
          >
            Next
          </Button>
        </footer>
      )}
    </>
  );
}
