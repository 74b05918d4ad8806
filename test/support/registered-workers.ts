import { beforeEach } from "vitest";
import type { Database } from "#prisma/client.ts";
import type { Room } from "#worker/domain/machine-room.ts";
import { registerWorker, unregisterWorker } from "#worker/services/workers/register.ts";
import { systemContext } from "./workspace.ts";

/** Registers a worker with so many places, and room if it is given; before the next test it is gone. */
export function useRegisteredWorkers(database: {
  readonly db: Database;
}): (slots: number, room?: Room) => Promise<string> {
  const workers: string[] = [];
  beforeEach(async () => {
    for (const id of workers.splice(0)) await unregisterWorker(systemContext(database.db), id);
  });
  return async (slots, room) => {
    const id = await registerWorker(systemContext(database.db), {
      ...{ slots, version: "test" },
      ...(room && { room }),
    });
    workers.push(id);
    return id;
  };
}
