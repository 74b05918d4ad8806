import { openDatabase } from "#prisma/client.ts";
import type { ServiceContext } from "#worker/services/context.ts";
import { systemContext } from "./workspace.ts";

/** A context whose database nobody may ask: for what must decide without it. Opens no connection. */
export function unreachableContext(name = "nothing"): ServiceContext {
  return systemContext(openDatabase(`postgresql://127.0.0.1:1/${name}`));
}
