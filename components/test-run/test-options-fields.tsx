"use client";

import { ChevronRight } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cn } from "#components/ui/cn.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
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
  field: Exclude<OptionField, "machine">;
  label: string;
  hint: string;
  placeholder: string;
};

const TEXT_FIELDS: readonly TextField[] = [
  {
    field: "tags",
    label: "Tags",
    hint: "Separated by commas, to find the run again.",
    placeholder: "user_42, import",
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
    field: "concurrencyKey",
    label: "Concurrency key",
    hint: "Runs with the same key share the queue’s limit.",
    placeholder: "tenant_7",
  },
  {
    field: "idempotencyKey",
    label: "Idempotency key",
    hint: "A second run with the same key is not started.",
    placeholder: "order-1001",
  },
  {
    field: "priority",
    label: "Priority",
    hint: "Seconds by which it goes before others in its queue.",
    placeholder: "0",
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
          {TEXT_FIELDS.map(({ field, label, hint, placeholder }) => (
            <Field key={field} label={label} hint={hint} error={problems[field]}>
              {(control) => (
                <Input
                  {...control}
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
        </div>
      )}
    </section>
  );
}
