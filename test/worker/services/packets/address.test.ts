import { describe, expect, it } from "vitest";
import { useDatabase } from "#test/support/database.ts";
import { later } from "#test/support/runs.ts";
import { systemContext } from "#test/support/workspace.ts";
import { openAddress, sealAddress } from "#worker/services/packets/address.ts";

const database = useDatabase();

describe("an address", () => {
  it("opens what it was made for, for an hour, and nothing else", () => {
    const ctx = systemContext(database.db);
    const grant = { action: "upload", environmentId: "e", name: "a/b.json" } as const;
    const address = sealAddress(ctx, grant);
    expect(address).toMatch(/^[\w-]+$/);
    expect(openAddress(ctx, address, "upload")).toEqual(grant);
    const refused = { code: "FORBIDDEN" };
    expect(() => openAddress(ctx, address, "download")).toThrow(expect.objectContaining(refused));
    expect(() => openAddress(later(ctx, 3_700_000), address, "upload")).toThrow("expired");
    for (const forged of ["", "abc", `${address.slice(0, -4)}AAAA`]) {
      expect(() => openAddress(ctx, forged, "upload")).toThrow("not valid");
    }
  });
});
