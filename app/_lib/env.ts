import { z } from "zod";

/** An empty one is one that is not set. */
const optional = z
  .string()
  .optional()
  .transform((value) => value || undefined);

const base = z.object({
  DATABASE_URL: z.string().min(1),
  /** 32 bytes in base64; encrypts keys and variables. The same for every process of an installation. */
  PAWL_ENCRYPTION_KEY: z.string().min(1),
  /** Signs session cookies. */
  PAWL_AUTH_SECRET: z.string().min(16),
  /** Where people reach this installation. */
  PAWL_URL: z.url().default("http://localhost:3000"),
  /** Sign-in through GitHub. */
  PAWL_GITHUB_CLIENT_ID: optional,
  PAWL_GITHUB_CLIENT_SECRET: optional,
  /** Sign-in through Google. */
  PAWL_GOOGLE_CLIENT_ID: optional,
  PAWL_GOOGLE_CLIENT_SECRET: optional,
  /** Sign-in through any OpenID Connect provider: its address, below which `/.well-known/openid-configuration` is. */
  PAWL_OIDC_ISSUER: z.union([z.url(), z.literal("").transform(() => undefined)]).optional(),
  PAWL_OIDC_CLIENT_ID: optional,
  PAWL_OIDC_CLIENT_SECRET: optional,
  /** On its button. */
  PAWL_OIDC_NAME: optional.transform((name) => name ?? "single sign-on"),
});

/** Of these, all or none are set. */
const TOGETHER = [
  ["PAWL_GITHUB_CLIENT_ID", "PAWL_GITHUB_CLIENT_SECRET"],
  ["PAWL_GOOGLE_CLIENT_ID", "PAWL_GOOGLE_CLIENT_SECRET"],
  ["PAWL_OIDC_ISSUER", "PAWL_OIDC_CLIENT_ID", "PAWL_OIDC_CLIENT_SECRET"],
] as const;

const schema = base.superRefine((env, context) => {
  for (const names of TOGETHER) {
    const missing = names.filter((name) => env[name] === undefined);
    if (missing.length === names.length) continue;
    for (const name of missing) {
      const others = names.filter((other) => other !== name).join(" and ");
      context.addIssue({ code: "custom", path: [name], message: `is needed beside ${others}` });
    }
  }
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
