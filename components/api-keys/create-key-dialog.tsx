"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { type Access, scopesOf } from "./access.ts";
import { AccessFields } from "./access-fields.tsx";
import { useCreateApiKey } from "./mutations.ts";

type Props = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function CreateKeyDialog({ isOpen, onOpenChange }: Props): ReactNode {
  const { environment } = usePlace();
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Create a key for ${environment.name}`}
      description="It works in this environment only."
    >
      <CreateForm onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

const EXPIRIES = [
  { value: "0", label: "Never" },
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
];
const DAY_MS = 86_400_000;

function CreateForm({ onClose }: { onClose: () => void }): ReactNode {
  const [name, setName] = useState("");
  const [days, setDays] = useState("0");
  const [access, setAccess] = useState<Access>("READ");
  const [taskIds, setTaskIds] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const [problems, setProblems] = useState<{ name?: string; access?: string }>({});
  const create = useCreateApiKey();
  if (create.isSuccess) return <Created secret={create.data.secret} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const chosen = scopesOf(access, { taskIds, text });
    const found = {
      ...(name.trim() === "" && { name: "Say what it is for" }),
      ...("problem" in chosen && { access: chosen.problem }),
    };
    setProblems(found);
    if (found.name !== undefined || "problem" in chosen) return;
    const lifeMs = Number(days) * DAY_MS;
    create.mutate({
      name: name.trim(),
      scopes: chosen.scopes,
      ...(lifeMs > 0 && { expiresAt: new Date(Date.now() + lifeMs).toISOString() }),
    });
  };
  return (
    <form noValidate onSubmit={submit} className="mt-4 flex flex-col gap-4">
      <Field label="Name" error={problems.name}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            placeholder="Such as “CI” or “Checkout service”"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <AccessFields
        access={access}
        onAccess={setAccess}
        taskIds={taskIds}
        onTaskIds={setTaskIds}
        text={text}
        onText={setText}
        problem={problems.access}
      />
      <Field label="Expires">
        {(control) => (
          <Select {...control} value={days} onValueChange={setDays} options={EXPIRIES} />
        )}
      </Field>
      {create.isError && <ErrorCallout title="No key was made" {...describeError(create.error)} />}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={create.isPending}>
          Create key
        </Button>
      </div>
    </form>
  );
}

function Created({ secret, onClose }: { secret: string; onClose: () => void }): ReactNode {
  return (
    <div className="mt-4 flex flex-col gap-4">
      <p role="status">Copy it now: it is not shown again, and not kept in a form that could be.</p>
      <Snippet code={secret} label="Copy the key" />
      <div className="flex justify-end">
        <Button variant="primary" onClick={onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
