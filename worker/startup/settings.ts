import { join, resolve } from "node:path";
import { z } from "zod";

const schema = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  /** Where people and tasks reach this installation; needed behind a proxy. */
  PAWL_URL: z.url().optional(),
  /** Left out: the embedded database. */
  DATABASE_URL: z.string().optional(),
  /** Data of the embedded database, secrets, caches. */
  PAWL_DIR: z.string().default(".pawl"),
});

export interface Settings {
  port: number;
  host: string;
  url: string;
  databaseUrl: string | undefined;
  /** Absolute. */
  directory: string;
  root: string;
}

/** What `npm start`, `npm run web` and `npm run worker` read from the environment; everything has a default. */
export function readSettings(source: NodeJS.ProcessEnv = process.env): Settings {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `  ${issue.path.join(".")}: ${issue.message}`,
    );
    throw new Error(`These environment variables are wrong:\n${problems.join("\n")}`);
  }
  const root = resolve(import.meta.dirname, "../..");
  const { PORT, HOST, PAWL_URL, DATABASE_URL, PAWL_DIR } = parsed.data;
  return {
    port: PORT,
    host: HOST,
    url: (PAWL_URL ?? `http://localhost:${PORT}`).replace(/\/$/, ""),
    databaseUrl: DATABASE_URL || undefined,
    directory: resolve(root, PAWL_DIR),
    root: join(root),
  };
}

/** `SEED`: how much `npm run seed` makes. */
export function readSeedSize(source: NodeJS.ProcessEnv = process.env): "small" | "large" {
  return z.enum(["small", "large"]).default("small").parse(source.SEED);
}
