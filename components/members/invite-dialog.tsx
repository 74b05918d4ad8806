"use client";

import { type FormEvent, type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { fieldProblem } from "#components/auth/account-fields.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { ROLE_DESCRIPTIONS, ROLE_NAMES } from "#components/workspace/role-names.ts";
import { MEMBER_ROLES, type MemberRole } from "#worker/domain/permissions.ts";
import { useInvite } from "./mutations.ts";

type Props = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

export function InviteDialog({ isOpen, onOpenChange }: Props): ReactNode {
  const { organization } = usePlace();
  return (
    <Dialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Invite to ${organization.name}`}
      description="You get a link to send. Whoever opens it first becomes a member; then it is used up."
    >
      <InviteForm onClose={() => onOpenChange(false)} />
    </Dialog>
  );
}

const VALID_DAYS = [1, 7, 30];

function InviteForm({ onClose }: { onClose: () => void }): ReactNode {
  const { organization } = usePlace();
  const [role, setRole] = useState<MemberRole>("DEVELOPER");
  const [days, setDays] = useState("7");
  const [email, setEmail] = useState("");
  const [problem, setProblem] = useState<string>();
  const invite = useInvite();
  if (invite.isSuccess) return <Invited url={invite.data.url} days={days} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = email.trim();
    const found = address === "" ? undefined : fieldProblem("email", address);
    setProblem(found);
    if (found !== undefined) return;
    invite.mutate({ role, validDays: Number(days), ...(address !== "" && { email: address }) });
  };
  const roles = [...MEMBER_ROLES]
    .reverse()
    .filter((one) => one !== "OWNER" || organization.role === "OWNER");
  return (
    <form noValidate onSubmit={submit} className="mt-4 flex flex-col gap-4">
      <Field
        label="Email (optional)"
        error={problem}
        hint="Helps you tell links apart, and fills the form of who opens it. Nothing is sent to it."
      >
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="off"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
        )}
      </Field>
      <Field label="Role" hint={ROLE_DESCRIPTIONS[role]}>
        {(control) => (
          <Select
            {...control}
            value={role}
            onValueChange={(value) =>
              setRole(MEMBER_ROLES.find((one) => one === value) ?? "DEVELOPER")
            }
            options={roles.map((one) => ({ value: one, label: ROLE_NAMES[one] }))}
          />
        )}
      </Field>
      <Field label="The link works for">
        {(control) => (
          <Select
            {...control}
            value={days}
            onValueChange={setDays}
            options={VALID_DAYS.map((count) => ({ value: String(count), label: daysText(count) }))}
          />
        )}
      </Field>
      {invite.isError && (
        <ErrorCallout title="No invitation was made" {...describeError(invite.error)} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Close</Button>
        <Button type="submit" variant="primary" shortcut="mod+enter" isPending={invite.isPending}>
          Create link
        </Button>
      </div>
    </form>
  );
}

function daysText(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}

function Invited(props: { url: string; days: string; onClose: () => void }): ReactNode {
  return (
    <div className="mt-4 flex flex-col gap-4">
      <p role="status">
        Send this link. It is shown only now, works once, and for {daysText(Number(props.days))}.
      </p>
      <Snippet code={props.url} label="Copy the link" />
      <div className="flex justify-end">
        <Button variant="primary" onClick={props.onClose}>
          Done
        </Button>
      </div>
    </div>
  );
}
