"use client";

import { json } from "@codemirror/lang-json";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter } from "@codemirror/lint";
import { tags } from "@lezer/highlight";
import CodeMirror, {
  EditorView,
  type Extension,
  type ReactCodeMirrorRef,
} from "@uiw/react-codemirror";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from "react";
import { checkJson } from "./json-check.ts";

export type JsonEditorHandle = {
  focus: () => void;
  /** Puts the cursor where the problem is. */
  focusAt: (offset: number) => void;
};

export type JsonEditorProps = {
  value: string;
  onChange: (value: string) => void;
  label: string;
  placeholder?: string;
  autoFocus?: boolean;
  handle?: Ref<JsonEditorHandle>;
  /** JSON Schema: completes what is typed. */
  schema?: unknown;
  /** Marks what does not fit the schema, too. */
  isCheckedBySchema?: boolean;
};

const LINT_DELAY_MS = 400;

const checkDocument = linter(
  (view): Diagnostic[] => {
    const text = view.state.doc.toString();
    if (text.trim() === "") return [];
    const check = checkJson(text);
    if (check.ok) return [];
    const { offset, message } = check.problem;
    const from = Math.min(offset, Math.max(0, text.length - 1));
    return [{ from, to: Math.min(text.length, from + 1), severity: "error", message }];
  },
  { delay: LINT_DELAY_MS },
);

const colours = HighlightStyle.define([
  { tag: tags.propertyName, class: "json-key" },
  { tag: tags.string, class: "json-string" },
  { tag: tags.number, class: "json-number" },
  { tag: [tags.bool, tags.null], class: "json-boolean" },
  {
    tag: [tags.punctuation, tags.separator, tags.brace, tags.squareBracket],
    class: "json-punctuation",
  },
]);

const theme = EditorView.theme({
  "&": {
    backgroundColor: "transparent",
    color: "var(--text)",
    fontSize: "0.75rem",
    height: "100%",
  },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-geist-mono), ui-monospace, monospace",
    lineHeight: "1.25rem",
  },
  ".cm-content": { padding: "12px 0", caretColor: "var(--text)" },
  ".cm-gutters": { backgroundColor: "transparent", border: "none", color: "var(--text-muted)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "2.5rem", padding: "0 8px 0 0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine": { backgroundColor: "var(--surface)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 28%, transparent) !important",
  },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-placeholder": { color: "var(--text-muted)" },
  ".cm-matchingBracket": { backgroundColor: "var(--surface-raised) !important" },
  ".cm-tooltip": {
    backgroundColor: "var(--surface-raised)",
    border: "1px solid var(--border)",
    borderRadius: "6px",
    color: "var(--text)",
    fontFamily: "var(--font-geist-sans), sans-serif",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-geist-mono), ui-monospace, monospace",
    maxHeight: "16rem",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "3px 8px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent)",
    color: "var(--accent-text)",
  },
  ".cm-completionDetail": {
    color: "var(--text-muted)",
    fontStyle: "normal",
    fontFamily: "var(--font-geist-sans), sans-serif",
  },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-tooltip.cm-completionInfo": { padding: "6px 8px", maxWidth: "20rem" },
  ".cm-diagnostic-warning": { borderLeft: "2px solid var(--tone-warning)" },
  ".cm-diagnostic": { padding: "4px 8px" },
  ".cm-diagnostic-error": { borderLeft: "2px solid var(--tone-danger)" },
});

const extensions = [
  json(),
  syntaxHighlighting(colours),
  checkDocument,
  lintGutter(),
  theme,
  EditorView.lineWrapping,
];

/** Loaded on demand by json-editor.tsx. Tab leaves the editor, so that it never traps the keyboard. */
export function JsonEditorView(props: JsonEditorProps): ReactNode {
  const { value, onChange, label, placeholder, autoFocus = false, handle } = props;
  const editor = useRef<ReactCodeMirrorRef>(null);
  const bySchema = useSchemaExtension(props.schema, props.isCheckedBySchema ?? false);
  useImperativeHandle(handle, () => ({
    focus: () => editor.current?.view?.focus(),
    focusAt: (offset) => {
      const view = editor.current?.view;
      if (!view) return;
      const anchor = Math.min(offset, view.state.doc.length);
      view.dispatch({ selection: { anchor }, scrollIntoView: true });
      view.focus();
    },
  }));
  return (
    <CodeMirror
      ref={editor}
      value={value}
      onChange={onChange}
      theme="none"
      height="100%"
      className="h-full"
      autoFocus={autoFocus}
      indentWithTab={false}
      extensions={[
        ...extensions,
        ...bySchema,
        EditorView.contentAttributes.of({ "aria-label": label }),
      ]}
      basicSetup={{
        foldGutter: false,
        autocompletion: false,
        searchKeymap: false,
        highlightActiveLineGutter: false,
      }}
      {...(placeholder === undefined ? {} : { placeholder })}
    />
  );
}

/** Validator and completion are loaded only where there is a schema. */
function useSchemaExtension(schema: unknown, isChecked: boolean): Extension[] {
  const [extension, setExtension] = useState<Extension[]>([]);
  useEffect(() => {
    let isGone = false;
    const load = async () => {
      if (schema === undefined) return setExtension([]);
      const { jsonSchemaExtension } = await import("./json-schema/editor-extension.ts");
      if (!isGone) setExtension([jsonSchemaExtension(schema, { isChecked })]);
    };
    void load();
    return () => {
      isGone = true;
    };
  }, [schema, isChecked]);
  return extension;
}
