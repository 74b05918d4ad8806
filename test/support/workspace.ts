import { randomBytes, randomUUID } from "node:crypto";
import type { Database } from "#prisma/client.ts";
import type { DeploymentManifest, TaskManifest } from "#sdk/wire/manifest.ts";
import type { Actor, MemberRole } from "#worker/domain/permissions.ts";
import type { EnvironmentContext, ServiceContext } from "#worker/services/context.ts";
import { createDeployment } from "#worker/services/deployments/create.ts";
import { loadEnvironmentScope } from "#worker/services/environment-scope.ts";
import { createKeyring } from "#worker/services/keyring.ts";
import { newId } from "#worker/services/new-id.ts";
import { createProject } from "#worker/services/orgs/create-project.ts";
import { createSignals, type Signals } from "#worker/services/signals.ts";

/** The same in every process of a test run, so that tests can prepare what a started product reads. */
export const testEncryptionKey = Buffer.alloc(32, "for tests only").toString("base64");

/** A context like the one a process makes for itself. */
export function systemContext(
  db: Database,
  overrides: Partial<ServiceContext> = {},
): ServiceContext {
  return {
    db,
    signals: createSignals(db.pool),
    keyring: createKeyring(testEncryptionKey),
    clock: () => new Date(),
    actor: { kind: "system", name: "test" },
    ...overrides,
  };
}

export interface Workspace {
  organizationId: string;
  projectRef: string;
  ctx: EnvironmentContext;
  /** The same environment as another actor. */
  as: (actor: Actor) => EnvironmentContext;
  /** The same environment for a new member with this role. */
  asMember: (role: MemberRole) => Promise<EnvironmentContext>;
  secretKey: string;
}

/** An organization with a project, and a context in its development environment. */
export async function createWorkspace(
  db: Database,
  { slug = "dev", signals }: { slug?: "dev" | "staging" | "prod"; signals?: Signals } = {},
): Promise<Workspace> {
  const system = systemContext(db, signals ? { signals } : {});
  const organizationId = newId();
  const projectRef = `proj_${randomBytes(10).toString("hex")}`;
  const name = `org-${randomUUID().slice(0, 8)}`;
  await db.prisma.organization.create({ data: { id: organizationId, slug: name, name } });
  const projectId = await db.prisma.$transaction((tx) =>
    createProject(tx, system, {
      organizationId,
      name: "Project",
      slug: "project",
      ref: projectRef,
    }),
  );
  const row = await db.prisma.environment.findFirstOrThrow({
    where: { projectId, slug },
    include: { apiKeys: true },
  });
  const environment = await loadEnvironmentScope(system, row.id);
  const as = (actor: Actor): EnvironmentContext => ({ ...system, environment, actor });
  const [key] = row.apiKeys;
  if (!key) throw new Error("An environment is created with its key.");
  return {
    organizationId,
    projectRef,
    ctx: as({ kind: "apiKey", apiKeyId: key.id, scopes: ["admin"] }),
    as,
    asMember: async (role) => {
      const id = newId();
      await db.prisma.user.create({ data: { id, name: role, email: `${id}@example.com` } });
      await db.prisma.member.create({ data: { organizationId, userId: id, role } });
      return as({ kind: "user", userId: id, role });
    },
    secretKey: system.keyring.open(key.keyEncrypted),
  };
}

/** Deploys tasks that no process could run: enough for everything up to the worker. */
export async function deployTasks(
  workspace: Pick<Workspace, "ctx" | "projectRef">,
  tasks: (Partial<TaskManifest> & { id: string })[],
  config: Partial<DeploymentManifest["config"]> = {},
): Promise<string> {
  const created = await createDeployment(workspace.ctx, {
    manifest: {
      sdkVersion: "0.1.0",
      runtimeVersion: "24.0.0",
      entryPoint: "index.mjs",
      config: { project: workspace.projectRef, ...config },
      tasks: tasks.map((task) => ({ filePath: `trigger/${task.id}.ts`, ...task })),
      queues: [],
    },
    bundle: { files: [{ path: "index.mjs", encoding: "utf8", contents: `// ${randomUUID()}` }] },
  });
  return created.id;
}
