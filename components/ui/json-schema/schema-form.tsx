"use client";

import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "../button.tsx";
import { Field } from "../field.tsx";
import { Input, Textarea } from "../input.tsx";
import { Select } from "../select.tsx";
import { type FieldKind, fieldKind } from "./field-kind.ts";
import { expand, isObject, propertiesOf, sampleOf, typeText } from "./subschema.ts";

export type SchemaFormProps = {
  /** Of the whole value, for what its parts refer to. */
  root: unknown;
  schema: unknown;
  value: unknown;
  onChange: (value: unknown) => void;
};

/** Fields for the properties of an object, as its schema describes them; what it does not know stays as it is. */
export function SchemaForm({ root, schema, value, onChange }: SchemaFormProps): ReactNode {
  // What is needed comes first; the database keeps no other order.
  const properties = propertiesOf(expand(root, schema, 0)).toSorted(
    (a, b) => Number(b.isRequired) - Number(a.isRequired),
  );
  const known = isObject(value) ? value : {};
  const set = (name: string, next: unknown) => {
    const { [name]: _, ...others } = known;
    onChange(next === undefined ? others : { ...known, [name]: next });
  };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {properties.length === 0 && (
        <p className="text-text-muted">The schema names no properties. Use JSON.</p>
      )}
      {properties.map(({ name, schema: inner, isRequired }) => (
        <PropertyField
          key={name}
          root={root}
          schema={inner}
          label={isRequired ? name : `${name} (optional)`}
          isRequired={isRequired}
          value={known[name]}
          onChange={(next) => set(name, next)}
        />
      ))}
    </div>
  );
}

type PropertyProps = SchemaFormProps & { label: string; isRequired: boolean };

function PropertyField(props: PropertyProps): ReactNode {
  const { root, schema, label, isRequired, value, onChange } = props;
  const kind = fieldKind(root, schema, value);
  const description = isObject(schema) ? schema["description"] : undefined;
  const hint = typeof description === "string" ? description : typeText(root, schema);
  if (kind.type === "object" || kind.type === "array") {
    if (value === undefined) {
      return (
        <div className="flex items-center gap-2">
          <span className="font-medium">{label}</span>
          <Button size="small" onClick={() => onChange(sampleOf(root, schema))}>
            <Plus aria-hidden className="size-3.5" />
            Add
          </Button>
        </div>
      );
    }
    return (
      <fieldset className="flex min-w-0 flex-col gap-3 rounded-panel border border-border p-3">
        <legend className="flex items-center gap-2 px-1 font-medium">
          {label}
          {!isRequired && (
            <RemoveButton label={`Remove ${label}`} onClick={() => onChange(undefined)} />
          )}
        </legend>
        {kind.type === "object" ? (
          <SchemaForm root={root} schema={schema} value={value} onChange={onChange} />
        ) : (
          <ListFields root={root} item={kind.item} value={value} onChange={onChange} />
        )}
      </fieldset>
    );
  }
  return (
    <Field label={label} hint={hint}>
      {(control) => <ScalarInput control={control} kind={kind} value={value} onChange={onChange} />}
    </Field>
  );
}

function ListFields(props: {
  root: unknown;
  item: unknown;
  value: unknown;
  onChange: (value: unknown) => void;
}): ReactNode {
  const { root, item, value, onChange } = props;
  const list = Array.isArray(value) ? value : [];
  return (
    <>
      {list.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: values of a list have no name but their place.
        <div key={index} className="flex min-w-0 items-start gap-2">
          <div className="min-w-0 flex-1">
            <PropertyField
              root={root}
              schema={item}
              label={`${index + 1}`}
              isRequired
              value={each}
              onChange={(next) => onChange(list.map((old, at) => (at === index ? next : old)))}
            />
          </div>
          <RemoveButton
            label={`Remove ${index + 1}`}
            onClick={() => onChange(list.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      <Button
        size="small"
        className="self-start"
        onClick={() => onChange([...list, sampleOf(root, item)])}
      >
        <Plus aria-hidden className="size-3.5" />
        Add one
      </Button>
    </>
  );
}

function RemoveButton({ label, onClick }: { label: string; onClick: () => void }): ReactNode {
  return (
    <Button variant="ghost" size="icon" label={label} onClick={onClick}>
      <Trash2 aria-hidden className="size-3.5" />
    </Button>
  );
}

function ScalarInput(props: {
  control: { id: string; "aria-describedby": string | undefined; "aria-invalid": true | undefined };
  kind: FieldKind;
  value: unknown;
  onChange: (value: unknown) => void;
}): ReactNode {
  const { control, kind, value, onChange } = props;
  if (kind.type === "choice") {
    const texts = kind.choices.map((choice) => JSON.stringify(choice));
    return (
      <Select
        {...control}
        placeholder="Not set"
        value={value === undefined ? "" : JSON.stringify(value)}
        onValueChange={(text) => onChange(kind.choices[texts.indexOf(text)])}
        options={kind.choices.map((choice, index) => ({
          value: texts[index] ?? "",
          label: typeof choice === "string" ? choice : (texts[index] ?? ""),
        }))}
      />
    );
  }
  if (kind.type === "text") {
    return (
      <Input
        {...control}
        type={kind.input}
        autoComplete="off"
        value={typeof value === "string" ? value : ""}
        onChange={(event) => onChange(event.target.value)}
      />
    );
  }
  return <JsonInput control={control} kind={kind} value={value} onChange={onChange} />;
}

/** Numbers, and whatever has no field of its own: typed as JSON, taken once it is. */
function JsonInput(props: {
  control: { id: string; "aria-describedby": string | undefined };
  kind: FieldKind;
  value: unknown;
  onChange: (value: unknown) => void;
}): ReactNode {
  const { control, kind, value, onChange } = props;
  const [text, setText] = useState(() => (value === undefined ? "" : JSON.stringify(value)));
  const change = (typed: string) => {
    setText(typed);
    if (typed.trim() === "") return onChange(undefined);
    try {
      onChange(JSON.parse(typed));
    } catch {
      // Half of a number or an object: the value waits for the rest.
    }
  };
  const isWhole = text.trim() === "" || isJson(text);
  const shared = {
    ...control,
    "aria-invalid": isWhole ? undefined : (true as const),
    value: text,
    spellCheck: false,
  };
  return kind.type === "number" ? (
    <Input
      {...shared}
      inputMode="decimal"
      autoComplete="off"
      onChange={(event) => change(event.target.value)}
    />
  ) : (
    <Textarea
      {...shared}
      className="font-mono text-mono"
      onChange={(event) => change(event.target.value)}
    />
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
