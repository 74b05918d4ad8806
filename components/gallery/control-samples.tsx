"use client";

import { RotateCcw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Tag } from "#components/ui/badge.tsx";
import { Button, ButtonLink } from "#components/ui/button.tsx";
import { Checkbox } from "#components/ui/checkbox.tsx";
import { CheckboxLabel } from "#components/ui/checkbox-label.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input, Textarea } from "#components/ui/input.tsx";
import { JsonEditor } from "#components/ui/json-editor.tsx";
import { Kbd } from "#components/ui/kbd.tsx";
import { Select } from "#components/ui/select.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { Spinner } from "#components/ui/spinner.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { Sample, SampleRow } from "./sample.tsx";

export function Controls(): ReactNode {
  const [isChecked, setIsChecked] = useState(true);
  return (
    <Sample title="Controls">
      <SampleRow>
        <Button variant="primary">Run test</Button>
        <Button>Replay run</Button>
        <Button variant="ghost">Clear filters</Button>
        <Button variant="danger">Cancel run</Button>
        <Button isPending>Replay run</Button>
        <Button disabledReason="Your role is viewer">Not for you</Button>
        <Button size="small" onClick={() => showToast("Replayed as run_ab12")}>
          <RotateCcw aria-hidden className="size-3.5" />
          Replay
        </Button>
        <ButtonLink href="/gallery">A link</ButtonLink>
        <CopyButton value="run_ab12" label="Copy run id" />
      </SampleRow>
      <SampleRow>
        <Checkbox
          aria-label="Select"
          checked={isChecked}
          onCheckedChange={(checked) => setIsChecked(checked === true)}
        />
        <Checkbox aria-label="Some selected" checked="indeterminate" />
        <CheckboxLabel checked={isChecked} onCheckedChange={setIsChecked}>
          With its words
        </CheckboxLabel>
        <Kbd keys="mod+k" />
        <Kbd keys="g r" />
        <Kbd keys="mod+enter" />
        <Tag>user_42</Tag>
        <Tag>{"a-tag-that-is-much-longer-than-anybody-should-ever-make-a-tag"}</Tag>
        <Spinner />
        <Skeleton className="w-40" />
      </SampleRow>
    </Sample>
  );
}

const MACHINES = [
  { value: "micro", label: "micro", hint: "0.25 vCPU" },
  { value: "small-1x", label: "small-1x", hint: "0.5 vCPU" },
];

export function Fields(): ReactNode {
  const [machine, setMachine] = useState("micro");
  const [json, setJson] = useState('{\n  "orderId": "order_1001",\n  "total": 129.9\n}');
  return (
    <Sample title="Fields">
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
      <div className="flex h-28 min-w-0 flex-col">
        <JsonEditor value={json} onChange={setJson} label="Payload" />
      </div>
    </Sample>
  );
}
