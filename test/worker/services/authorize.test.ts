import { describe, expect, it } from "vitest";
import { unreachableContext } from "#test/support/unreachable.ts";
import type { Actor } from "#worker/domain/permissions.ts";
import { authorize } from "#worker/services/authorize.ts";

function ask(actor: Actor): void {
  const ctx = { ...unreachableContext(), actor };
  authorize(ctx, "write", { type: "runs", id: "run_1" }, { type: "tasks", id: "hello" });
}

describe("authorize", () => {
  it("lets pass who may do it to any one of the targets", () => {
    expect(() => ask({ kind: "publicToken", scopes: ["write:tasks:hello"] })).not.toThrow();
    expect(() => ask({ kind: "system", name: "test" })).not.toThrow();
  });

  it("tells a key which scope it needs", () => {
    expect(() => ask({ kind: "apiKey", apiKeyId: "1", scopes: ["read"] })).toThrow(
      expect.objectContaining({
        code: "FORBIDDEN",
        message: "This key does not allow this. It needs the scope write:runs or write:tasks.",
      }),
    );
  });

  it("tells a person whom to ask", () => {
    expect(() => ask({ kind: "user", userId: "1", role: "VIEWER" })).toThrow(
      expect.objectContaining({
        code: "FORBIDDEN",
        message: "Your role does not allow this. Ask an owner of the organization.",
      }),
    );
  });
});
