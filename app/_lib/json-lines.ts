import type { z } from "zod";
import { DomainError } from "#worker/domain/errors.ts";
import { validationError } from "./api-error.ts";

const MAX_LINE_CHARACTERS = 12 * 1024 * 1024;

/** The body's lines as checked values, in groups, without ever holding the whole body. */
export async function* readJsonLines<S extends z.ZodType>(
  request: Request,
  schema: S,
  groupSize: number,
): AsyncGenerator<z.infer<S>[]> {
  let group: z.infer<S>[] = [];
  let number = 0;
  for await (const line of readLines(request)) {
    number++;
    if (line.trim() === "") continue;
    group.push(parseLine(schema, line, number));
    if (group.length < groupSize) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** The body's lines as they arrive, those that are complete at a time; each is JSON. */
export async function* readJsonTexts(request: Request): AsyncGenerator<string[]> {
  let number = 0;
  for await (const lines of readArrivals(request)) {
    const texts = lines.map((line) => line.trim()).filter((line) => line !== "");
    for (const text of texts) parseJson(text, ++number);
    if (texts.length > 0) yield texts;
  }
}

async function* readLines(request: Request): AsyncGenerator<string> {
  for await (const lines of readArrivals(request)) yield* lines;
}

async function* readArrivals(request: Request): AsyncGenerator<string[]> {
  if (!request.body) return;
  let rest = "";
  for await (const chunk of request.body.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > MAX_LINE_CHARACTERS) {
      throw new DomainError("TOO_LARGE", `An item may have ${MAX_LINE_CHARACTERS} characters.`);
    }
    if (lines.length > 0) yield lines;
  }
  yield [rest];
}

function parseLine<S extends z.ZodType>(schema: S, line: string, number: number): z.infer<S> {
  const parsed = schema.safeParse(parseJson(line, number));
  if (!parsed.success) throw validationError(parsed.error, `Line ${number} is not a valid item`);
  return parsed.data;
}

function parseJson(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new DomainError("VALIDATION", `Line ${number} is not JSON.`);
  }
}
