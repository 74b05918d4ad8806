import type { TaskRunError } from "#sdk/wire/errors.ts";

/** What a group of errors is called. */
export interface ErrorTitle {
  name: string;
  message: string;
  /** The topmost line of its stack that is the user's own: `fn (file)`. */
  frame: string | undefined;
}

const MESSAGE_LENGTH = 300;

/**
 * Errors with the same key are the same fault: their name, their message without what changes from run to run
 * (ids, numbers, dates, addresses, quoted values), and the function and file they come from, without the line,
 * which moves with every deployment.
 */
export function groupingKey(error: TaskRunError): string {
  const { name, message, frame } = titleOf(error);
  return [name, steady(message), frame ?? ""].join("\n");
}

export function titleOf(error: TaskRunError): ErrorTitle {
  switch (error.type) {
    case "BUILT_IN_ERROR":
      return { name: error.name, message: error.message, frame: ownFrame(error.stackTrace) };
    case "STRING_ERROR":
      return { name: "String", message: error.raw, frame: undefined };
    case "CUSTOM_ERROR":
      return { name: "Value", message: error.raw, frame: undefined };
    case "INTERNAL_ERROR":
      return {
        name: error.code,
        message: firstLine(error.message ?? ""),
        frame: ownFrame(error.stackTrace ?? ""),
      };
  }
}

/** In this order: a UUID has numbers in it, an address has a quoted value. */
const CHANGING: [pattern: RegExp, placeholder: string][] = [
  [/\bhttps?:\/\/[^\s"'`)]+/gi, "<url>"],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, "<email>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<id>"],
  [
    /\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?/g,
    "<date>",
  ],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b/g, "<address>"],
  [/"[^"\n]{0,200}"|'[^'\n]{0,200}'|`[^`\n]{0,200}`|“[^”\n]{0,200}”/g, "<value>"],
  // Ids of services: letters and digits mixed, such as run_06f2… or cus_N8aQ….
  [/\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{12,}\b/gi, "<id>"],
  [/\b0x[0-9a-f]+\b/gi, "<n>"],
  [/-?\d+(?:[.,]\d+)*/g, "<n>"],
];

function steady(message: string): string {
  let text = message.slice(0, MESSAGE_LENGTH * 4);
  for (const [pattern, placeholder] of CHANGING) text = text.replace(pattern, placeholder);
  return text.replace(/\s+/g, " ").trim().slice(0, MESSAGE_LENGTH);
}

const FOREIGN = /node_modules|node:|<anonymous>|\(native\)/;

function ownFrame(stack: string): string | undefined {
  const line = stack
    .split("\n")
    .map((each) => each.trim())
    .find((each) => each.startsWith("at ") && !FOREIGN.test(each));
  return line
    ?.slice("at ".length)
    .replace(/^async /, "")
    .replace(/(?::\d+){1,2}(?=\)?$)/, "");
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
