import { z } from "zod";

const schema = z.object({
  DATABASE_URL: z.string().min(1),
  /** 32 bytes in base64; encrypts keys and variables. The same for every process of an installation. */
  PAWL_ENCRYPTION_KEY: z.string().min(1),
  /** Signs session cookies. */
  PAWL_AUTH_SECRET: z.string().min(16),
  /** Where people reach this installation. */
  PAWL_URL: z.url().default("http://localhost:3000"),
});

export type WebEnv = z.infer<typeof schema>;

/** The only place in the web half that reads `process.env`; read when the first request comes, not at build time. */
export function readWebEnv(source: NodeJS.ProcessEnv = process.env): WebEnv {
  const parsed = schema.safeParse(source);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `  ${issue.path.join(".")}: ${issue.message}`,
  );
  throw new Error(
    `These environment variables are missing or wrong:\n${problems.join("\n")}\n(npm start and npm run web set them; see “Configuration” in the README.)`,
  );
}

/** The page for those who work on Pawl itself: outside production, or where it is asked for. */
export function isGalleryOpen(source: NodeJS.ProcessEnv = process.env): boolean {
  return source.NODE_ENV !== "production" || source["PAWL_GALLERY"] === "1";
}
