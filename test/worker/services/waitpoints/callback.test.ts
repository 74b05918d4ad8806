import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { systemContext } from "#test/support/workspace.ts";
import { createKeyring } from "#worker/services/keyring.ts";
import { callbackPath, isCallbackHash } from "#worker/services/waitpoints/callback.ts";

const database = useDatabase();

it("gives each token an address that only this installation can make", () => {
  const ctx = systemContext(database.db);
  const [id, otherId] = [crypto.randomUUID(), crypto.randomUUID()];
  const hash = callbackPath(ctx, id).slice(-64);
  expect(callbackPath(ctx, id).slice(-64)).toBe(hash);
  expect(isCallbackHash(ctx, id, hash)).toBe(true);
  expect(isCallbackHash(ctx, otherId, hash)).toBe(false);
  const keyring = createKeyring(randomBytes(32).toString("base64"));
  expect(isCallbackHash({ ...ctx, keyring }, id, hash)).toBe(false);
});
