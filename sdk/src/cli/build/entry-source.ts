/** Paths from the project's root. */
export interface EntryInput {
  config: string;
  init: string[];
  tasks: string[];
  /** The config sends metrics on, which needs a package of the project's. */
  usesMetrics: boolean;
}

/** The bundle's entry: starts the runner with one lazy import per file, so that a run loads its own file only. */
export function entrySource({ config, init, tasks, usesMetrics }: EntryInput): string {
  return [
    'import { startRunner } from "pawl:runner";',
    "startRunner({",
    "  url: import.meta.url,",
    `  config: ${lazy(config)},`,
    `  init: [${init.map(lazy).join(", ")}],`,
    `  tasks: [\n${tasks.map((path) => `    ${lazy(path)},\n`).join("")}  ],`,
    ...(usesMetrics ? ['  loadMetrics: () => import("@opentelemetry/sdk-metrics"),'] : []),
    "});",
  ].join("\n");
}

function lazy(path: string): string {
  return `{ path: ${JSON.stringify(path)}, load: () => import(${JSON.stringify(`./${path}`)}) }`;
}
