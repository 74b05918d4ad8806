import { DomainError } from "#worker/domain/errors.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { isWithin } from "#worker/domain/scopes.ts";
import { actorName } from "../actor-name.ts";
import { authorize } from "../authorize.ts";
import type { EnvironmentContext } from "../context.ts";
import { sha256 } from "../keyring.ts";
import { newId } from "../new-id.ts";
import { generateNamedKey, maskKey } from "./secret-key.ts";

export interface NewApiKey {
  name: string;
  scopes: string[];
  expiresAt?: Date | undefined;
}

/** A key that may do what its scopes say. Its secret is returned here and never again. */
export async function createApiKey(
  ctx: EnvironmentContext,
  { name, scopes, expiresAt }: NewApiKey,
): Promise<{ id: string; secret: string }> {
  authorize(ctx, "admin", { type: "apiKeys" });
  const denied = deniedScopes(ctx, scopes);
  if (denied.length > 0) {
    throw new DomainError("FORBIDDEN", `This key does not have ${denied.join(", ")} itself.`);
  }
  if (expiresAt && expiresAt <= ctx.clock()) {
    throw new DomainError("VALIDATION", "A key must not have expired when it is made.");
  }
  const { environment } = ctx;
  const secret = generateNamedKey(environment.type);
  const id = newId();
  await ctx.db.prisma.apiKey.create({
    data: {
      id,
      environmentId: environment.id,
      name,
      isRoot: false,
      keyHash: sha256(secret),
      // Nothing signs with it and nobody sees it again: its hash is all that is kept.
      keyEncrypted: ctx.keyring.seal(""),
      masked: maskKey(secret),
      scopes,
      createdBy: await actorName(ctx),
      expiresAt: expiresAt ?? null,
    },
  });
  return { id: friendlyId("apikey", id), secret };
}

/** Scopes that the caller may not hand out, since they do not have them. A person's role has them all. */
export function deniedScopes({ actor }: EnvironmentContext, scopes: readonly string[]): string[] {
  if (actor.kind === "user" || actor.kind === "system") return [];
  // A token that could renew itself would never expire.
  if (actor.kind === "publicToken") return [...scopes];
  return scopes.filter((scope) => !isWithin(actor.scopes, scope));
}
