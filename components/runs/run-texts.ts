import type { RunObject } from "#sdk/wire/api.ts";
import type { RunTimelineView } from "#worker/domain/views.ts";

/** A call that triggers the same again, for a terminal. The key is the reader's own. */
export function asCurl(run: RunObject, origin: string): string {
  const body = JSON.stringify({ payload: run.payload, options: optionsOf(run) });
  return [
    `curl -X POST ${origin}/api/v1/tasks/${encodeURIComponent(run.taskIdentifier)}/trigger \\`,
    `  -H "Authorization: Bearer $TRIGGER_SECRET_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '${body.replaceAll("'", "'\\''")}'`,
  ].join("\n");
}

/** The same with the SDK. */
export function asSdkCall(run: RunObject): string {
  const options = optionsOf(run);
  const parts = [JSON.stringify(run.taskIdentifier), JSON.stringify(run.payload ?? null, null, 2)];
  if (options) parts.push(JSON.stringify(options, null, 2));
  return `import { tasks } from "@pawl/sdk";\n\nawait tasks.trigger(${parts.join(", ")});\n`;
}

/** Everything about a run that somebody else, or a model, needs to understand it. */
export function asMarkdown(run: RunObject, address: string): string {
  const facts = [
    ["Status", run.status],
    ["Version", run.version],
    ["Queue", run.concurrencyKey ? `${run.queue} (key ${run.concurrencyKey})` : run.queue],
    ["Attempts", String(run.attemptCount)],
    ["Created", run.createdAt],
    ["Started", run.startedAt],
    ["Finished", run.finishedAt],
    ["Executed for", `${run.durationMs} ms`],
    ["Tags", run.tags.join(", ")],
  ].filter(([, value]) => value);
  return [
    `# ${run.taskIdentifier} · ${run.id}`,
    address,
    facts.map(([name, value]) => `- ${name}: ${value}`).join("\n"),
    ...(run.error ? [`## Error\n\n${fenced(run.error.stackTrace || run.error.message)}`] : []),
    ...(run.payload === undefined ? [] : [`## Payload\n\n${fenced(pretty(run.payload), "json")}`]),
    ...(run.output === undefined ? [] : [`## Output\n\n${fenced(pretty(run.output), "json")}`]),
    ...(run.metadata ? [`## Metadata\n\n${fenced(pretty(run.metadata), "json")}`] : []),
  ].join("\n\n");
}

/** What it logged, a line each, as a terminal would show it. */
export function asLog({ events }: RunTimelineView): string {
  const lines = events.flatMap((event) => {
    if (event.kind !== "LOG") return [];
    const attributes = event.attributes ? ` ${JSON.stringify(event.attributes)}` : "";
    return `${event.at} #${event.attempt} ${event.level.padEnd(5)} ${event.message}${attributes}\n`;
  });
  return lines.join("");
}

/** Everything that is known of its course, an event a line. */
export function asJsonLines({ events }: RunTimelineView): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join("");
}

function optionsOf(run: RunObject): Record<string, unknown> | undefined {
  const options = {
    ...(run.queue !== `task/${run.taskIdentifier}` && { queue: { name: run.queue } }),
    ...(run.concurrencyKey && { concurrencyKey: run.concurrencyKey }),
    ...(run.tags.length > 0 && { tags: run.tags }),
    ...(run.machine && { machine: run.machine }),
    ...(run.ttl && { ttl: run.ttl }),
  };
  return Object.keys(options).length > 0 ? options : undefined;
}

function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2);
}

/** A fence is longer than any inside of it. */
function fenced(text: string, language = ""): string {
  const longest = Math.max(2, ...(text.match(/`{3,}/g) ?? []).map((fence) => fence.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
