import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { ServiceContext } from "#worker/services/context.ts";
import { EXAMPLE_PROJECT_REF } from "#worker/services/orgs/bootstrap.ts";

export interface Example {
  /** Of the example project's development environment. */
  secretKey: string;
  isDeployed: boolean;
}

/** The example project's key, and whether anything is deployed there; undefined when a person has removed the project. */
export async function findExample(ctx: ServiceContext): Promise<Example | undefined> {
  const environment = await ctx.db.prisma.environment.findFirst({
    where: { slug: "dev", project: { ref: EXAMPLE_PROJECT_REF } },
    include: {
      apiKeys: { where: { isRoot: true, expiresAt: null } },
      deployments: { take: 1, select: { id: true } },
    },
  });
  const [key] = environment?.apiKeys ?? [];
  if (!environment || !key) return undefined;
  return {
    secretKey: ctx.keyring.open(key.keyEncrypted),
    isDeployed: environment.deployments.length > 0,
  };
}

/** Deploys the example with the command that users have. */
export async function deployExample(
  root: string,
  apiUrl: string,
  secretKey: string,
): Promise<void> {
  const folder = join(root, "sdk/templates/hello-world");
  const { PATH, HOME } = process.env;
  try {
    await promisify(execFile)(process.execPath, [join(root, "sdk/bin/pawl.js"), "deploy"], {
      cwd: folder,
      env: {
        NODE_ENV: "production",
        PATH,
        HOME,
        TRIGGER_API_URL: apiUrl,
        TRIGGER_SECRET_KEY: secretKey,
      },
    });
  } catch (error) {
    const output =
      error instanceof Error && "stderr" in error ? String(error.stderr) : String(error);
    throw new Error(`The example project could not be deployed:\n${output}`);
  }
}
