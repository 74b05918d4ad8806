import { describe, expect, it } from "vitest";
import {
  type Action,
  type Actor,
  can,
  isAtLeast,
  lowestRole,
  MEMBER_ROLES,
  type Target,
} from "#worker/domain/permissions.ts";

const ACTIONS: Action[] = ["read", "write", "trigger", "deploy", "admin"];
const run: Target = { type: "runs", id: "run_1" };

function key(...scopes: string[]): Actor {
  return { kind: "apiKey", apiKeyId: "1", scopes };
}

function user(role: "OWNER" | "ADMIN" | "DEVELOPER" | "VIEWER"): Actor {
  return { kind: "user", userId: "1", role };
}

describe("a job of our own", () => {
  it("may do everything", () => {
    const actor: Actor = { kind: "system", name: "sweep" };
    for (const action of ACTIONS) expect(can(actor, action, [run])).toBe(true);
  });
});

describe("a member", () => {
  it.each(["OWNER", "ADMIN", "DEVELOPER"] as const)(
    "with the role %s may do everything",
    (role) => {
      for (const action of ACTIONS) expect(can(user(role), action, [run])).toBe(true);
    },
  );

  it("with the role VIEWER may read and nothing else", () => {
    const allowed = ACTIONS.filter((action) => can(user("VIEWER"), action, [run]));
    expect(allowed).toEqual(["read"]);
  });

  it.each(["apiKeys", "envvars"] as const)("with the role VIEWER sees no %s", (type) => {
    expect(can(user("VIEWER"), "read", [{ type }])).toBe(false);
    expect(can(user("DEVELOPER"), "read", [{ type }])).toBe(true);
  });

  it.each([
    // type, who may read, change and administer it
    ["members", ["VIEWER", "ADMIN", "OWNER"]],
    ["projects", ["VIEWER", "ADMIN", "ADMIN"]],
    ["organization", ["VIEWER", "ADMIN", "OWNER"]],
    ["queues", ["VIEWER", "DEVELOPER", "DEVELOPER"]],
    ["envvars", ["DEVELOPER", "DEVELOPER", "DEVELOPER"]],
  ] as const)("may do with %s what their role allows", (type, lowest) => {
    for (const [index, action] of (["read", "write", "admin"] as const).entries()) {
      const needed = lowest[index] ?? "OWNER";
      expect(lowestRole(action, type)).toBe(needed);
      for (const role of MEMBER_ROLES) {
        expect(can(user(role), action, [{ type }])).toBe(isAtLeast(role, needed));
      }
    }
  });

  it("with the role VIEWER gets in through any target that is not hidden", () => {
    expect(can(user("VIEWER"), "read", [{ type: "apiKeys" }, run])).toBe(true);
  });
});

describe("a scope", () => {
  it.each([
    ["admin", "write", run, true],
    ["*", "write", run, true],
    ["read", "read", run, true],
    ["read", "write", run, false],
    ["read:all", "read", run, true],
    ["*:runs", "write", run, true],
    ["*:runs", "write", { type: "tasks" }, false],
    ["read:runs", "read", run, true],
    ["read:runs", "read", { type: "runs" }, true],
    ["read:runs:run_1", "read", run, true],
    ["read:runs:run_2", "read", run, false],
    // One run is not the list of them.
    ["read:runs:run_1", "read", { type: "runs" }, false],
    ["read:tasks", "read", run, false],
    ["trigger:tasks:a:b", "trigger", { type: "tasks", id: "a:b" }, true],
    ["trigger:tasks:a:b", "trigger", { type: "tasks", id: "a" }, false],
    // Not the universal `admin`.
    ["admin:runs", "write", run, false],
    ["admin:runs", "admin", run, true],
    ["", "read", run, false],
  ] as [string, Action, Target, boolean][])("%j for %s %j is %s", (scope, action, target, yes) => {
    expect(can(key(scope), action, [target])).toBe(yes);
    expect(can({ kind: "publicToken", scopes: [scope] }, action, [target])).toBe(yes);
  });
});

describe("a key", () => {
  it("without scopes may do nothing", () => {
    expect(can(key(), "read", [run])).toBe(false);
  });

  it("needs one scope that covers one of the targets", () => {
    const actor = key("read:tags:a", "read:tasks:b");
    expect(can(actor, "read", [run, { type: "tags", id: "x" }])).toBe(false);
    expect(can(actor, "read", [run, { type: "tasks", id: "b" }])).toBe(true);
  });
});
