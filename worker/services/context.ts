import type { Database } from "#prisma/client.ts";
import type { EnvironmentType } from "#sdk/wire/context.ts";
import type { Actor } from "#worker/domain/permissions.ts";
import type { Keyring } from "./keyring.ts";
import type { Signals } from "./signals.ts";

/** What every verb is given: the database, the clock, the keys, and who asks. */
export interface ServiceContext {
  db: Database;
  signals: Signals;
  keyring: Keyring;
  clock: () => Date;
  actor: Actor;
}

/** The environment a request is about; nothing outside of it can be read or changed through it. */
export interface EnvironmentScope {
  id: string;
  type: EnvironmentType;
  slug: string;
  project: { id: string; ref: string; slug: string; name: string };
  organization: { id: string; slug: string; name: string };
}

export interface EnvironmentContext extends ServiceContext {
  environment: EnvironmentScope;
}

/** For what belongs to an organization and not to one of its environments: members, projects, its name. */
export interface OrganizationContext extends ServiceContext {
  organization: EnvironmentScope["organization"];
}
