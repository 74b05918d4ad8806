/** What a bundle's entry file hands to the runner: every source file with code to run, imported only when it is needed. */
export interface Bundle {
  /** `import.meta.url` of the entry file. */
  url: string;
  config: BundledFile;
  /** `init.ts` of each trigger folder. */
  init: BundledFile[];
  tasks: BundledFile[];
  /** Imports `@opentelemetry/sdk-metrics`, where the config sends metrics on. */
  loadMetrics?: (() => Promise<unknown>) | undefined;
}

export interface BundledFile {
  /** Path of the source file from the project's root, with forward slashes. */
  path: string;
  load: () => Promise<unknown>;
}
