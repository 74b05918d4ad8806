import type { Message } from "esbuild";
import { count } from "../terminal.ts";
import { UserError } from "../user-error.ts";

/** What esbuild complains about, with file and line. Anything else it throws is a fault of ours and stays as it is. */
export function asBuildError(thrown: unknown, what: string): unknown {
  const messages = messagesOf(thrown);
  if (messages.length === 0) return thrown;
  const lines = messages.slice(0, 10).flatMap(described);
  const more = messages.length > 10 ? [`… and ${count(messages.length - 10, "more error")}`] : [];
  return new UserError(`${what}: ${count(messages.length, "error")}.`, [...lines, ...more]);
}

function described({ text, location }: Message): string[] {
  if (!location) return [text];
  const { file, line, column, lineText } = location;
  const native = text.includes('".node" files')
    ? ["Native add-ons cannot be bundled: name the package in build.external of the config."]
    : [];
  return [`${file}:${line}:${column + 1}  ${text}`, `    ${lineText.trim()}`, ...native];
}

function messagesOf(thrown: unknown): Message[] {
  if (!(thrown instanceof Error) || !("errors" in thrown)) return [];
  return Array.isArray(thrown.errors) ? thrown.errors : [];
}
