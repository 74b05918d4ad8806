"use client";

import { CircleCheck, CircleSlash2, Hourglass, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { StatusLabel, type StatusLook } from "#components/ui/status-label.tsx";
import { Cell, HeadCell, Row, Table, TableScroll } from "#components/ui/table.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { LEASE_MS } from "#worker/domain/worker-lease.ts";
import type { WorkerView } from "#worker/domain/workers/views.ts";
import { useDrainWorker } from "./queries.ts";

export function WorkerTable(props: { workers: WorkerView[]; mayDrain: boolean }): ReactNode {
  const [drainedId, setDrainedId] = useState<string>();
  const drained = props.workers.find(({ id }) => id === drainedId);
  return (
    <>
      <TableScroll>
        <Table className="min-w-240 table-fixed">
          <thead>
            <tr>
              <HeadCell className="min-[138rem]:w-120">Worker</HeadCell>
              <HeadCell className="w-32">State</HeadCell>
              <HeadCell className="w-28 text-right">Executing</HeadCell>
              <HeadCell className="w-24 text-right">vCPU</HeadCell>
              <HeadCell className="w-32 text-right">Memory</HeadCell>
              <HeadCell className="w-28">Heartbeat</HeadCell>
              <HeadCell className="w-28">Started</HeadCell>
              <HeadCell className="w-28 min-[138rem]:w-auto">
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {props.workers.map((worker) => (
              <WorkerRow
                key={worker.id}
                worker={worker}
                mayDrain={props.mayDrain}
                onDrain={() => setDrainedId(worker.id)}
              />
            ))}
          </tbody>
        </Table>
      </TableScroll>
      <DrainDialog worker={drained} onClose={() => setDrainedId(undefined)} />
    </>
  );
}

const STATES: Record<WorkerView["state"], StatusLook> = {
  ONLINE: { label: "Online", tone: "success", icon: CircleCheck, title: "It takes work" },
  DRAINING: {
    ...{ label: "Draining", tone: "warning", icon: Hourglass },
    title: "What it executes finishes; it takes nothing new",
  },
  SILENT: {
    ...{ label: "Silent", tone: "danger", icon: TriangleAlert },
    title: `Not heard of for ${LEASE_MS / 1000} seconds`,
  },
  STOPPED: {
    ...{ label: "Stopped", tone: "neutral", icon: CircleSlash2 },
    title: "It has ended, or was given up as lost",
  },
};

type RowProps = { worker: WorkerView; mayDrain: boolean; onDrain: () => void };

function WorkerRow({ worker, mayDrain, onDrain }: RowProps): ReactNode {
  const { host, pid, version, nodeVersion, executing, slots, cpu, memoryGb, runs } = worker;
  const state = STATES[worker.state];
  const isGone = worker.state === "STOPPED";
  return (
    <Row>
      <Cell className="max-w-80 py-2">
        <span className="block truncate font-medium">{host}</span>
        <span className="block truncate text-text-muted">
          process {pid} · Pawl {version}
          {nodeVersion === "" ? "" : ` · Node ${nodeVersion.replace(/^v/, "")}`}
        </span>
        <ExecutingRuns runs={runs} />
      </Cell>
      <Cell>
        <StatusLabel {...state} />
      </Cell>
      <NumberCell isMuted={isGone}>
        {executing} of {slots}
      </NumberCell>
      <NumberCell isMuted={isGone}>{share(cpu, "")}</NumberCell>
      <NumberCell isMuted={isGone}>{share(memoryGb, " GB")}</NumberCell>
      <Cell className={worker.state === "SILENT" ? "text-danger" : "text-text-muted"}>
        <RelativeTime value={worker.heartbeatAt} />
      </Cell>
      <Cell className="text-text-muted">
        <RelativeTime value={worker.startedAt} />
      </Cell>
      <Cell className="text-right">
        {!isGone && <DrainButton worker={worker} mayDrain={mayDrain} onDrain={onDrain} />}
      </Cell>
    </Row>
  );
}

function NumberCell(props: { isMuted: boolean; children: ReactNode }): ReactNode {
  return (
    <Cell className={`text-right tabular-nums ${props.isMuted ? "text-text-muted" : ""}`}>
      {props.children}
    </Cell>
  );
}

function share({ used, total }: { used: number; total: number }, unit: string): string {
  const write = (value: number) => value.toLocaleString("en", { maximumFractionDigits: 1 });
  return `${write(used)} of ${write(total)}${unit}`;
}

const SHOWN = 3;

function ExecutingRuns({ runs }: { runs: WorkerView["runs"] }): ReactNode {
  const paths = usePaths();
  if (runs.length === 0) return null;
  return (
    <span className="mt-0.5 flex min-w-0 flex-wrap gap-x-3 text-text-muted">
      {runs.slice(0, SHOWN).map(({ runId, task }) => (
        <Link key={runId} href={paths.run(runId)} className="truncate text-accent hover:underline">
          {task}
        </Link>
      ))}
      {runs.length > SHOWN && <span>and {runs.length - SHOWN} more</span>}
    </span>
  );
}

const NOT_ADMINISTRATOR = "Workers serve everybody here: an administrator drains them.";

function DrainButton({ worker, mayDrain, onDrain }: RowProps): ReactNode {
  const drain = useDrainWorker();
  const isDraining = worker.drainingAt !== undefined;
  const resume = () =>
    drain.mutate(
      { id: worker.id, action: "resume" },
      {
        onError: (error) =>
          showToast(`${worker.host} was not resumed: ${describeError(error).message}`, "danger"),
      },
    );
  return (
    <Button
      size="small"
      aria-label={`${isDraining ? "Resume" : "Drain"} ${worker.host}, process ${worker.pid}`}
      disabledReason={mayDrain ? undefined : NOT_ADMINISTRATOR}
      isPending={drain.isPending}
      onClick={isDraining ? resume : onDrain}
    >
      {isDraining ? "Resume" : "Drain…"}
    </Button>
  );
}

function DrainDialog(props: { worker: WorkerView | undefined; onClose: () => void }): ReactNode {
  const { worker, onClose } = props;
  const drain = useDrainWorker();
  return (
    <ConfirmDialog
      isOpen={worker !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Drain ${worker?.host ?? ""}?`}
      description="What it executes finishes there. It takes nothing new until you resume it, and its process stays up; stop it when nothing executes any more."
      confirmLabel="Drain worker"
      dismissLabel="Keep it working"
      isPending={drain.isPending}
      error={drain.isError ? describeError(drain.error) : undefined}
      onConfirm={() =>
        worker && drain.mutate({ id: worker.id, action: "drain" }, { onSuccess: onClose })
      }
    />
  );
}
