"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronRight } from "lucide-react";
import { type ReactNode, useId } from "react";
import { runQueries } from "#components/runs/queries.ts";
import { cn } from "#components/ui/cn.ts";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { DEFAULT_MACHINE, MACHINE_PRESETS } from "#sdk/wire/machine.ts";
import { countOptions, type OptionField, type TestOptions } from "./test-options.ts";

export type TestOptionsFieldsProps = {
  options: TestOptions;
  onChange: (options: TestOptions) => void;
  problems: Partial<Record<OptionField, string>>;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
};

type TextField = {
  field: Exclude<OptionField, "machine" | "metadata">;
  label: string;
  hint: string;
  placeholder: string;
  /** Values of the newest runs, to choose from. */
  suggests?: "queues" | "keys" | "versions";
};

const TEXT_FIELDS: readonly TextField[] = [
  {
    field: "tags",
    label: "Tags",
    hint: "Separated by commas, to find the run again.",
    placeholder: "user_42, import",
  },
  {
    field: "queue",
    label: "Queue",
    hint: "By its full name; it must be deployed.",
    placeholder: "The task’s",
    suggests: "queues",
  },
  {
    field: "concurrencyKey",
    label: "Concurrency key",
    hint: "Runs with the same key share the queue’s limit.",
    placeholder: "tenant_7",
    suggests: "keys",
  },
  {
    field: "priority",
    label: "Priority",
    hint: "Seconds by which it goes before others in its queue.",
    placeholder: "0",
  },
  {
    field: "delay",
    label: "Delay",
    hint: "A duration or a date; the run starts then.",
    placeholder: "10m",
  },
  {
    field: "ttl",
    label: "Time to live",
    hint: "Expires when it has not started by then.",
    placeholder: "1h",
  },
  {
    field: "maxAttempts",
    label: "Max attempts",
    hint: "In all, the first one included.",
    placeholder: "The task’s",
  },
  {
    field: "maxDuration",
    label: "Max duration",
    hint: "Seconds of one attempt.",
    placeholder: "The task’s",
  },
  {
    field: "idempotencyKey",
    label: "Idempotency key",
    hint: "A second run with the same key is not started.",
    placeholder: "order-1001",
  },
  {
    field: "idempotencyKeyTTL",
    label: "Key is kept for",
    hint: "Then the same key starts a run again.",
    placeholder: "30d",
  },
  {
    field: "version",
    label: "Version",
    hint: "It runs in this one, whatever is current.",
    placeholder: "The current one",
    suggests: "versions",
  },
];

/** Machine `""` is not a value that Radix's select can hold. */
const TASK_MACHINE = "task";

const MACHINES = [
  { value: TASK_MACHINE, label: "The task’s" },
  ...Object.entries(MACHINE_PRESETS).map(([name, { cpu, memoryGb }]) => ({
    value: name,
    label: name === DEFAULT_MACHINE ? `${name} (default)` : name,
    hint: `${cpu}\u00a0vCPU, ${memoryGb}\u00a0GB`,
  })),
];

export function TestOptionsFields(props: TestOptionsFieldsProps): ReactNode {
  const { options, onChange, problems, isOpen, onOpenChange } = props;
  const id = useId();
  const count = countOptions(options);
  return (
    <section aria-label="Options" className="shrink-0 border-border border-t">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => onOpenChange(!isOpen)}
        className="flex h-10 w-full items-center gap-1.5 px-4 font-semibold text-section -outline-offset-2 hover:bg-surface"
      >
        <ChevronRight aria-hidden className={cn("size-4 text-text-muted", isOpen && "rotate-90")} />
        Options
        {count > 0 && <span className="font-normal text-body text-text-muted">{count} set</span>}
      </button>
      {isOpen && (
        <div id={id} className="grid max-w-5xl gap-4 px-4 pt-1 pb-4 sm:grid-cols-2 xl:grid-cols-4">
          {TEXT_FIELDS.map(({ field, label, hint, placeholder, suggests }) => (
            <Field key={field} label={label} hint={hint} error={problems[field]}>
              {(control) => (
                <Input
                  {...control}
                  {...(suggests && { list: `${id}-${suggests}` })}
                  value={options[field]}
                  placeholder={placeholder}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={(event) => onChange({ ...options, [field]: event.target.value })}
                />
              )}
            </Field>
          ))}
          <Field label="Machine" hint="CPU and memory of the process.">
            {(control) => (
              <Select
                {...control}
                value={options.machine === "" ? TASK_MACHINE : options.machine}
                onValueChange={(value) =>
                  onChange({ ...options, machine: value === TASK_MACHINE ? "" : value })
                }
                options={MACHINES}
              />
            )}
          </Field>
          <Field
            label="Metadata"
            hint="A JSON object that the run starts with."
            error={problems.metadata}
          >
            {(control) => (
              <Textarea
                {...control}
                className="min-h-8 font-mono text-mono"
                rows={1}
                spellCheck={false}
                placeholder="{}"
                value={options.metadata}
                onChange={(event) => onChange({ ...options, metadata: event.target.value })}
              />
            )}
          </Field>
          <Suggestions id={id} />
        </div>
      )}
    </section>
  );
}

/** Read when the options are opened, not before. */
function Suggestions({ id }: { id: string }): ReactNode {
  const { data } = useQuery(runQueries.facets(useEnvironmentId()));
  return (["queues", "keys", "versions"] as const).map((name) => (
    <datalist key={name} id={`${id}-${name}`}>
      {data?.[name].map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  ));
}
