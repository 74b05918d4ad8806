import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  /** 32 bytes in base64; encrypts keys and variables. The same for every process of an installation. */
  PAWL_ENCRYPTION_KEY: z.string().min(1),
  /** Where tasks reach the API, and links lead. */
  PAWL_URL: z.url().default("http://localhost:3000"),
  /** Attempts at once in this worker. */
  WORKER_SLOTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1000)
    .default(Math.max(4, availableParallelism() * 5)),
  /** vCPU to hand out to runs by their machine. More than the machine has: tasks mostly wait for others. */
  WORKER_CPU: z.coerce.number().min(1).optional(),
  /** Memory to hand out to runs, in gigabytes. Default: 80 % of what this process may use. */
  WORKER_MEMORY_GB: z.coerce
    .number()
    .min(1)
    .default(Math.max(1, availableMemoryGb() * 0.8)),
  /** Memory for processes whose runs wait. Above it, those of durable tasks are given up. Default: a quarter of it. */
  WORKER_PARKED_MEMORY_GB: z.coerce.number().min(0).optional(),
  /** What executing runs get when the worker stops, before they are handed back. */
  WORKER_GRACE_SECONDS: z.coerce.number().min(0).max(3600).default(6),
  /** Runs are removed this long after they ended, with their logs. */
  RETENTION_DAYS: z.coerce.number().min(1).max(36_500).default(30),
  /** Unpacked bundles; may be removed at any time while no worker runs. */
  WORKER_CACHE_DIR: z.string().default(join(tmpdir(), "pawl-bundles")),
});

export type WorkerEnv = z.infer<typeof schema>;

/** What executing runs get, for the process that waits for the worker's end. */
export function readGraceMs(source: NodeJS.ProcessEnv = process.env): number {
  return schema.pick({ WORKER_GRACE_SECONDS: true }).parse(source).WORKER_GRACE_SECONDS * 1000;
}

/** A container's limit, else the machine's memory. */
function availableMemoryGb(): number {
  const limit = process.constrainedMemory();
  const bytes = limit > 0 && limit < totalmem() ? limit : totalmem();
  return bytes / 1024 ** 3;
}

/** The only place in the worker that reads `process.env`. Throws an error that names every wrong variable. */
export function readWorkerEnv(source: NodeJS.ProcessEnv = process.env): WorkerEnv {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join(".")}: ${issue.message}`,
  );
  throw new Error(
    `These environment variables are missing or wrong:\n${problems.join("\n")}\n(npm start and npm run worker set them; see “Configuration” in the README.)`,
  );
}
