export type DocsPage = { slug: string; title: string; summary: string };

/** The pages of the documentation in the order in which they are read. Each is a file of `app/docs/content`. */
export const DOCS_PAGES: readonly DocsPage[] = [
  { slug: "tasks", title: "Tasks", summary: "write, trigger, check the payload with a schema" },
  { slug: "hooks", title: "Hooks", summary: "before and after attempts, middleware, locals" },
  {
    slug: "errors-and-retrying",
    title: "Errors and retrying",
    summary: "attempts, backoff, abort, catchError",
  },
  {
    slug: "queues-and-concurrency",
    title: "Queues and concurrency",
    summary: "limits, keys, rate limits, priority",
  },
  { slug: "waits", title: "Waits and children", summary: "time, children, tokens, the journal" },
  { slug: "schedules", title: "Schedules", summary: "cron, time zones, windows, catching up" },
  {
    slug: "metadata-tags-logger",
    title: "Metadata, tags and logs",
    summary: "progress, traces, what a run says",
  },
  {
    slug: "inside-a-run",
    title: "Inside a run",
    summary: "context, signal, usage, heartbeats, ends of its own",
  },
  {
    slug: "runs-from-code",
    title: "Runs from code",
    summary: "list, follow, cancel, replay, batches, queues, tokens",
  },
  {
    slug: "streams",
    title: "Streams",
    summary: "parts that a run writes, messages that it is sent",
  },
  { slug: "idempotency", title: "Idempotency", summary: "keys that make two triggers one run" },
  {
    slug: "machines",
    title: "Machines and maxDuration",
    summary: "CPU, memory, out of memory, time limits",
  },
  {
    slug: "configuration",
    title: "Configuration and build",
    summary: "trigger.config.ts, folders, variables",
  },
  { slug: "testing", title: "Testing", summary: "run tasks in your own tests" },
  { slug: "deploy", title: "Deploy", summary: "the command, versions, what is refused" },
  { slug: "http-api", title: "HTTP API", summary: "routes, keys, errors" },
  {
    slug: "self-hosting",
    title: "Self-hosting and scaling",
    summary: "workers, databases, backups",
  },
  { slug: "why-a-run-waits", title: "Why a run waits", summary: "every reason and what to do" },
  { slug: "migrating", title: "Migrating from Trigger.dev", summary: "change a URL" },
];

export function docsPath(slug: string): string {
  return `/docs/${slug}`;
}

/** Pages that have every word of a search in their title, their summary or their text. */
export function findDocs(
  search: string,
  texts: Readonly<Record<string, string>>,
): readonly DocsPage[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return DOCS_PAGES.filter(({ slug, title, summary }) => {
    const text = `${title} ${summary} ${texts[slug] ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
