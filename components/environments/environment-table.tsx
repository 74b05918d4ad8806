"use client";

import { CircleCheck, MoreHorizontal, Pause } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { countText } from "#components/queues/limit-words.ts";
import { buttonStyle } from "#components/ui/button-style.ts";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "#components/ui/dropdown-menu.tsx";
import { StatusLabel, type StatusLook } from "#components/ui/status-label.tsx";
import { Cell, HeadCell, Row, Table } from "#components/ui/table.tsx";
import { useDeniedReason, usePlace } from "#components/workspace/environment-context.tsx";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import { environmentPath } from "#components/workspace/paths.ts";
import type { EnvironmentSettingsView } from "#worker/domain/organizations/views.ts";
import { DeleteEnvironmentDialog } from "./delete-environment-dialog.tsx";
import { EditEnvironmentDialog } from "./edit-environment-dialog.tsx";
import { EnvironmentLimitDialog } from "./limit-dialog.tsx";
import { TYPE_NAMES } from "./words.ts";

type Action = "edit" | "limit" | "delete";
type Chosen = { environment: EnvironmentSettingsView; action: Action };

export function EnvironmentTable(props: {
  environments: readonly EnvironmentSettingsView[];
}): ReactNode {
  const [chosen, setChosen] = useState<Chosen>();
  const close = () => setChosen(undefined);
  const of = (action: Action) => (chosen?.action === action ? chosen.environment : undefined);
  return (
    <>
      <div className="overflow-x-auto">
        <Table className="table-fixed sm:min-w-200">
          <thead>
            <tr>
              <HeadCell className="min-[138rem]:w-120">Environment</HeadCell>
              <HeadCell className="w-32 max-sm:hidden">Type</HeadCell>
              <HeadCell className="w-28 text-right max-sm:hidden">Limit</HeadCell>
              <HeadCell className="w-28 text-right max-sm:hidden">Executing</HeadCell>
              <HeadCell className="w-28 text-right max-sm:hidden">Queued</HeadCell>
              <HeadCell className="w-32">State</HeadCell>
              <HeadCell className="w-14 min-[138rem]:w-auto">
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody>
            {props.environments.map((environment) => (
              <EnvironmentRow
                key={environment.id}
                environment={environment}
                isOnly={props.environments.length === 1}
                onAction={(action) => setChosen({ environment, action })}
              />
            ))}
          </tbody>
        </Table>
      </div>
      <EditEnvironmentDialog environment={of("edit")} onClose={close} />
      <EnvironmentLimitDialog environment={of("limit")} onClose={close} />
      <DeleteEnvironmentDialog environment={of("delete")} onClose={close} />
    </>
  );
}

const RUNNING: StatusLook = {
  ...{ label: "Running", tone: "success", icon: CircleCheck },
  title: "What is triggered starts",
};
const PAUSED = { label: "Paused", tone: "warning", icon: Pause } as const;

type RowProps = {
  environment: EnvironmentSettingsView;
  isOnly: boolean;
  onAction: (action: Action) => void;
};

function EnvironmentRow({ environment, isOnly, onAction }: RowProps): ReactNode {
  const { organization, project } = usePlace();
  const { slug, type, concurrencyLimit, running, queued, pausedAt, pausedBy } = environment;
  const base = environmentPath({ org: organization.slug, project: project.slug, env: slug });
  return (
    <Row>
      <Cell>
        <div className="flex min-w-0 items-center gap-2">
          <Link href={`${base}/tasks`} className="min-w-0 rounded-small hover:underline">
            <EnvironmentMark environment={environment} className="max-w-full font-medium" />
          </Link>
          <code className="shrink-0 font-mono text-mono text-text-muted">{slug}</code>
        </div>
      </Cell>
      <Cell className="text-text-muted max-sm:hidden">{TYPE_NAMES[type]}</Cell>
      <Cell className="text-right tabular-nums max-sm:hidden">
        {concurrencyLimit.toLocaleString("en")}
      </Cell>
      <Cell className="text-right tabular-nums max-sm:hidden">{running.toLocaleString("en")}</Cell>
      <Cell className="text-right tabular-nums max-sm:hidden">{countText(queued)}</Cell>
      <Cell>
        <Link href={`${base}/queues`} className="rounded-small">
          <StatusLabel
            {...(pausedAt === undefined
              ? RUNNING
              : { ...PAUSED, title: `Paused${pausedBy === undefined ? "" : ` by ${pausedBy}`}` })}
          />
        </Link>
      </Cell>
      <Cell className="text-right">
        <RowMenu environment={environment} isOnly={isOnly} onAction={onAction} />
      </Cell>
    </Row>
  );
}

function RowMenu({ environment, isOnly, onAction }: RowProps): ReactNode {
  const deniedReason = useDeniedReason("write", "projects");
  const limitDeniedReason = useDeniedReason("write", "queues");
  const deleteReason =
    deniedReason ?? (isOnly ? "A project has at least one environment." : undefined);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Actions for ${environment.name}`}
        className={buttonStyle({ variant: "ghost", size: "icon" })}
      >
        <MoreHorizontal aria-hidden className="size-4" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-64">
        <Choice label="Edit name and colour…" reason={deniedReason} run={() => onAction("edit")} />
        <Choice label="Change limit…" reason={limitDeniedReason} run={() => onAction("limit")} />
        <DropdownMenuSeparator />
        <Choice label="Delete…" reason={deleteReason} run={() => onAction("delete")} />
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

/** What may not be done is there, with the reason. */
function Choice(props: { label: string; reason: string | undefined; run: () => void }): ReactNode {
  return (
    <DropdownMenuItem disabled={props.reason !== undefined} onSelect={props.run}>
      <span className="min-w-0 py-0.5">
        <span className="block">{props.label}</span>
        {props.reason !== undefined && (
          <span className="block text-caption text-text-muted">{props.reason}</span>
        )}
      </span>
    </DropdownMenuItem>
  );
}
