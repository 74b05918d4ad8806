import { assertNever } from "#worker/domain/assert-never.ts";
import type { ServiceContext } from "./context.ts";

/** Who asks, as people read it: kept beside what they did, so that it outlives the person and the key. */
export async function actorName({ db, actor }: ServiceContext): Promise<string> {
  switch (actor.kind) {
    case "user": {
      const user = await db.prisma.user.findUnique({ where: { id: actor.userId } });
      return user?.name ?? "somebody";
    }
    case "apiKey": {
      const key = await db.prisma.apiKey.findUnique({ where: { id: actor.apiKeyId } });
      return key ? `the API key “${key.name}”` : "an API key";
    }
    case "publicToken":
      return "a public token";
    case "system":
      return actor.name;
    default:
      return assertNever(actor);
  }
}
