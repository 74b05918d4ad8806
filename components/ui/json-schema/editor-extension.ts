import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import { type Diagnostic, linter } from "@codemirror/lint";
import type { Extension } from "@codemirror/state";
import { compileSchema } from "./check.ts";
import { type JsonPlace, placeAt, rangeOf } from "./place.ts";
import {
  type JsonSchema,
  propertiesOf,
  sampleOf,
  schemasAt,
  typeText,
  valuesOf,
} from "./subschema.ts";

const LINT_DELAY_MS = 400;

/** Completes and checks what is typed by a schema. Loaded only where there is one. */
export function jsonSchemaExtension(
  schema: unknown,
  { isChecked }: { isChecked: boolean },
): Extension {
  const check = isChecked ? compileSchema(schema) : undefined;
  return [
    autocompletion({ override: [(context) => complete(schema, context)], icons: false }),
    linter(
      (view): Diagnostic[] => {
        const value = parse(view.state.doc.toString());
        if (!check || value === undefined) return [];
        const tree = syntaxTree(view.state);
        const slice = (from: number, to: number) => view.state.sliceDoc(from, to);
        return check(value).map(({ path, message }) => ({
          ...rangeOf(tree, slice, path),
          severity: "warning",
          message,
        }));
      },
      { delay: LINT_DELAY_MS },
    ),
  ];
}

/** What does not parse is told by the other linter. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function complete(root: unknown, context: CompletionContext): CompletionResult | null {
  const { state, pos, explicit } = context;
  const place = placeAt(syntaxTree(state), (from, to) => state.sliceDoc(from, to), pos);
  if (!place) return null;
  const schemas = schemasAt(root, place.path);
  const options =
    place.kind === "property" ? propertyOptions(root, schemas, place) : valueOptions(schemas);
  if (options.length === 0 || (!explicit && place.from === pos && place.kind === "value"))
    return null;
  return { from: place.from, to: place.to, options };
}

function propertyOptions(
  root: unknown,
  schemas: readonly JsonSchema[],
  place: Extract<JsonPlace, { kind: "property" }>,
): Completion[] {
  return propertiesOf(schemas)
    .filter(({ name }) => !place.taken.includes(name))
    .map(({ name, schema, isRequired }) => {
      const key = JSON.stringify(name);
      const description = schema["description"];
      return {
        // As it is typed, with the quote, so that what is there already narrows the list.
        label: key,
        displayLabel: name,
        detail: `${typeText(root, schema)}${isRequired ? "" : ", optional"}`,
        ...(typeof description === "string" && { info: description }),
        apply: place.hasValue ? key : `${key}: ${JSON.stringify(sampleOf(root, schema))}`,
        boost: isRequired ? 1 : 0,
      };
    });
}

function valueOptions(schemas: readonly JsonSchema[]): Completion[] {
  return valuesOf(schemas).map((value) => ({ label: JSON.stringify(value) }));
}
