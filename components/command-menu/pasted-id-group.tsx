"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { usePlace } from "#components/workspace/environment-context.tsx";
import { idLookup } from "./id-lookup.ts";
import { MenuGroup, MenuItem } from "./menu-parts.tsx";
import { nounOf, type PastedId } from "./pasted-id.ts";

type Props = { search: string; pasted: PastedId; go: (href: string) => void };

/** What was pasted: the way to it, or that there is no such thing. */
export function PastedIdGroup({ search, pasted, go }: Props): ReactNode {
  const options = idLookup(usePlace(), pasted);
  const client = useQueryClient();
  const lookup = useQuery(options);
  const noun = nounOf(pasted.kind);
  if (!pasted.isWhole) {
    return (
      <Note>
        <Id id={pasted.id} /> is a piece of the id of {withArticle(noun)}. Paste the whole id: 26
        characters follow the underscore.
      </Note>
    );
  }
  if (lookup.isError) {
    return (
      <Note>
        <Id id={pasted.id} /> could not be looked up. {describeError(lookup.error).message}
      </Note>
    );
  }
  if (lookup.data === null) {
    return (
      <Note>
        No {noun} has the id <Id id={pasted.id} /> in any environment that you can see. It may
        belong to another organization, or it was deleted.
      </Note>
    );
  }
  // Enter right after pasting waits for the answer.
  const open = async () => {
    const found = await client.ensureQueryData(options).catch(() => null);
    if (found) go(found.href);
  };
  const elsewhere = lookup.data?.elsewhere;
  return (
    <MenuGroup heading={elsewhere === undefined ? "Pasted" : `Found in ${elsewhere}`}>
      <MenuItem icon={ArrowRight} value={`${search} open`} onSelect={() => void open()}>
        Open {noun} <Id id={pasted.id} />
      </MenuItem>
    </MenuGroup>
  );
}

function Note({ children }: { children: ReactNode }): ReactNode {
  return (
    <p role="status" className="break-words px-3 py-3 text-text-muted">
      {children}
    </p>
  );
}

function Id({ id }: { id: string }): ReactNode {
  return <span className="break-all font-mono text-mono text-text">{id}</span>;
}

function withArticle(noun: string): string {
  return `${/^[aeiou]/i.test(noun) ? "an" : "a"} ${noun}`;
}
