import { describe, expect, it } from "vitest";
import { type MembershipChange, membershipProblem } from "#worker/domain/membership.ts";

const base: MembershipChange = {
  actorRole: "OWNER",
  isSelf: false,
  from: "DEVELOPER",
  to: "ADMIN",
  ownerCount: 2,
};

describe("membershipProblem", () => {
  it.each([
    ["an owner makes an admin", {}, undefined],
    ["an owner makes an owner", { to: "OWNER" }, undefined],
    ["an owner removes an owner", { from: "OWNER", to: null }, undefined],
    ["an admin makes an admin", { actorRole: "ADMIN" }, undefined],
    ["an admin removes a developer", { actorRole: "ADMIN", to: null }, undefined],
    ["an admin makes an owner", { actorRole: "ADMIN", to: "OWNER" }, /Only an owner/],
    ["an admin removes an owner", { actorRole: "ADMIN", from: "OWNER", to: null }, /Only an owner/],
    ["a developer makes an admin", { actorRole: "DEVELOPER" }, /role does not allow/],
    ["a developer promotes themselves", { actorRole: "DEVELOPER", isSelf: true }, /role does not/],
    ["a viewer removes somebody", { actorRole: "VIEWER", to: null }, /role does not allow/],
    ["a viewer leaves", { actorRole: "VIEWER", isSelf: true, from: "VIEWER", to: null }, undefined],
    ["one owner of two leaves", { isSelf: true, from: "OWNER", to: null }, undefined],
    [
      "the last owner leaves",
      { isSelf: true, from: "OWNER", to: null, ownerCount: 1 },
      /You are the last owner/,
    ],
    [
      "the last owner becomes an admin",
      { isSelf: true, from: "OWNER", to: "ADMIN", ownerCount: 1 },
      /last owner/,
    ],
    ["the last owner stays one", { from: "OWNER", to: "OWNER", ownerCount: 1 }, undefined],
  ] as [string, Partial<MembershipChange>, RegExp | undefined][])("%s", (_, change, problem) => {
    const found = membershipProblem({ ...base, ...change });
    if (problem) expect(found).toMatch(problem);
    else expect(found).toBeUndefined();
  });
});
