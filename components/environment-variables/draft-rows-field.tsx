"use client";

import { FileUp, Plus, X } from "lucide-react";
import { type ClipboardEvent, type ReactNode, useRef } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { type DraftRow, emptyRow, nextRowId, pastedEntries, withEntries } from "./draft-rows.ts";
import { parseDotenv } from "./parse-dotenv.ts";

type Props = {
  rows: DraftRow[];
  onChange: (rows: DraftRow[]) => void;
  problems: ReadonlyMap<number, string>;
};

/** Names and values, a row each. A pasted `.env` becomes as many rows as it has variables. */
export function DraftRows({ rows, onChange, problems }: Props): ReactNode {
  const file = useRef<HTMLInputElement>(null);
  const change = (id: number, part: Partial<DraftRow>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const paste = (event: ClipboardEvent, field: "name" | "value") => {
    const entries = pastedEntries(event.clipboardData.getData("text"), field);
    if (!entries) return;
    event.preventDefault();
    onChange(withEntries(rows, entries));
  };
  const remove = (id: number) => {
    const rest = rows.filter((row) => row.id !== id);
    onChange(rest.length > 0 ? rest : [emptyRow(id + 1)]);
  };
  return (
    <div className="flex flex-col gap-2">
      {rows.map((row, index) => (
        <DraftRowFields
          key={row.id}
          row={row}
          number={index + 1}
          problem={problems.get(row.id)}
          onChange={(part) => change(row.id, part)}
          onPaste={paste}
          onRemove={() => remove(row.id)}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button size="small" onClick={() => onChange([...rows, emptyRow(nextRowId(rows))])}>
          <Plus aria-hidden className="size-3.5" />
          Another variable
        </Button>
        <Button size="small" onClick={() => file.current?.click()}>
          <FileUp aria-hidden className="size-3.5" />
          Read a .env file…
        </Button>
        <input
          ref={file}
          type="file"
          aria-label="A .env file"
          tabIndex={-1}
          className="hidden"
          onChange={async (event) => {
            const input = event.currentTarget;
            const text = await input.files?.[0]?.text();
            input.value = "";
            if (text !== undefined) onChange(withEntries(rows, parseDotenv(text)));
          }}
        />
      </div>
    </div>
  );
}

function DraftRowFields(props: {
  row: DraftRow;
  number: number;
  problem: string | undefined;
  onChange: (part: Partial<DraftRow>) => void;
  onPaste: (event: ClipboardEvent, field: "name" | "value") => void;
  onRemove: () => void;
}): ReactNode {
  const { row, number, problem, onChange, onPaste, onRemove } = props;
  const problemId = `variable-${row.id}-problem`;
  const shared = {
    autoComplete: "off",
    spellCheck: false,
    "aria-invalid": problem === undefined ? undefined : (true as const),
    "aria-describedby": problem === undefined ? undefined : problemId,
  };
  return (
    <div className="flex flex-col gap-1">
      <div className="flex min-w-0 items-center gap-2 max-sm:flex-wrap">
        <Input
          {...shared}
          aria-label={`Name of variable ${number}`}
          placeholder={number === 1 ? "NAME, or paste a .env" : "NAME"}
          className="flex-1 basis-48 font-mono text-mono"
          value={row.name}
          onChange={(event) => onChange({ name: event.target.value })}
          onPaste={(event) => onPaste(event, "name")}
        />
        <Input
          {...shared}
          aria-label={`Value of variable ${number}`}
          placeholder="value"
          className="flex-[2] basis-48 font-mono text-mono"
          value={row.value}
          onChange={(event) => onChange({ value: event.target.value })}
          onPaste={(event) => onPaste(event, "value")}
        />
        <Button variant="ghost" size="icon" label={`Remove variable ${number}`} onClick={onRemove}>
          <X aria-hidden className="size-3.5" />
        </Button>
      </div>
      {problem !== undefined && (
        <p id={problemId} className="text-caption text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}
