"use client";

import { RotateCcw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { ThemeChoice } from "#components/account/theme-choice.tsx";
import { RUN_STATUS, RunStatusChip, RunStatusLabel } from "#components/runs/run-status.tsx";
import { Badge, Tag } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { formatDuration } from "#components/ui/format-duration.ts";
import { Input, Textarea } from "#components/ui/input.tsx";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { RUN_STATUSES } from "#sdk/wire/run-status.ts";

export function Gallery(): ReactNode {
  return (
    <main className="mx-auto flex max-w-5xl flex-col gap-10 px-4 py-8">
      <header className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="font-semibold text-title">Gallery</h1>
        <div className="w-80">
          <ThemeChoice />
        </div>
      </header>
      <Statuses />
      <Controls />
      <Fields />
      <Values />
      <Section title="Messages">
        <ErrorCallout
          title="The runs could not be loaded"
          message="The server did not answer within 10 seconds."
          requestId="req_01hzy3v7q2"
          onRetry={() => showToast("Retried")}
        />
        <Snippet code="npx pawl deploy" />
      </Section>
    </main>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className="flex min-w-0 flex-col gap-4">
      <h2 className="border-border border-b pb-2 font-semibold text-section">{title}</h2>
      {children}
    </section>
  );
}

function Statuses(): ReactNode {
  return (
    <Section title={`Statuses of a run (${RUN_STATUSES.length})`}>
      <ul>
        {RUN_STATUSES.map((status) => (
          <li
            key={status}
            className="grid items-center gap-x-4 gap-y-1 border-border border-b py-2 sm:grid-cols-[9rem_9rem_1fr]"
          >
            <RunStatusLabel status={status} />
            <span>
              <RunStatusChip status={status} />
            </span>
            <span className="text-text-muted">{RUN_STATUS[status].description}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Controls(): ReactNode {
  const [isChecked, setIsChecked] = useState(true);
  return (
    <Section title="Controls">
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary">Run test</Button>
        <Button>Replay run</Button>
        <Button variant="ghost">Clear filters</Button>
        <Button variant="danger">Cancel run</Button>
        <Button isPending>Replay run</Button>
        <Button disabledReason="Your role is viewer">Not for you</Button>
        <Button size="small" shortcut="r" onClick={() => showToast("Replayed as run_ab12")}>
          <RotateCcw aria-hidden className="size-3.5" />
          Replay
        </Button>
        <CopyButton value="run_ab12" label="Copy run id" />
        <Checkbox
          aria-label="Select"
          checked={isChecked}
          onCheckedChange={(checked) => setIsChecked(checked === true)}
        />
        <Checkbox aria-label="Some selected" checked="indeterminate" />
      </div>
      <div className="flex flex-wrap items-center gap-3">
        <Kbd keys="mod+k" />
        <Kbd keys="g r" />
        <Kbd keys="mod+enter" />
        <Badge>Test</Badge>
        <Badge tone="warning">Paused</Badge>
        <Tag>user_42</Tag>
        <Tag>{"a-tag-that-is-much-longer-than-anybody-should-ever-make-a-tag"}</Tag>
        <Skeleton className="w-40" />
      </div>
    </Section>
  );
}

const MACHINES = [
  { value: "micro", label: "micro", hint: "0.25 vCPU" },
  { value: "small-1x", label: "small-1x", hint: "0.5 vCPU" },
];

function Fields(): ReactNode {
  const [machine, setMachine] = useState("micro");
  return (
    <Section title="Fields">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Email" hint="You sign in with it.">
          {(control) => <Input {...control} placeholder="you@example.com" />}
        </Field>
        <Field label="Delay" error="Neither a duration such as 30s or 1h30m nor a date">
          {(control) => <Input {...control} defaultValue="soon" />}
        </Field>
        <Field label="Machine">
          {(control) => (
            <Select {...control} value={machine} onValueChange={setMachine} options={MACHINES} />
          )}
        </Field>
        <Field label="Note">{(control) => <Textarea {...control} />}</Field>
      </div>
    </Section>
  );
}

const EXAMPLE = {
  orderId: "order_1001",
  total: 129.9,
  isGift: false,
  coupon: null,
  apiKey: "sk_live_4242424242",
  customer: { name: "Ada Lovelace", address: { city: "London", lines: ["12 St James’s Square"] } },
  items: [{ sku: "A-1", quantity: 2 }],
};

function Values(): ReactNode {
  const durations = [0, 843, 12_400, 185_000, 8_040_000, 273_600_000];
  return (
    <Section title="Values">
      <p className="flex flex-wrap gap-4 tabular-nums">
        {durations.map((ms) => (
          <span key={ms}>{formatDuration(ms)}</span>
        ))}
      </p>
      <JsonViewer value={EXAMPLE} fileName="example" />
    </Section>
  );
}
