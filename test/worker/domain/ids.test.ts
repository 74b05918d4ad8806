import { describe, expect, it } from "vitest";
import { firstIdAt, friendlyId, parseFriendlyId } from "#worker/domain/ids.ts";

const MIN = "00000000-0000-0000-0000-000000000000";
const MAX = "ffffffff-ffff-ffff-ffff-ffffffffffff";
const ONE = "01890a5d-ac96-774b-bcce-b302099a8057";

describe("friendlyId", () => {
  it("spells a UUID with its kind and 26 characters", () => {
    expect(friendlyId("run", ONE)).toMatch(/^run_[0-9a-hjkmnp-tv-z]{26}$/);
    expect(friendlyId("run", MIN)).toBe(`run_${"0".repeat(26)}`);
    expect(friendlyId("run", MAX)).toBe(`run_7${"z".repeat(25)}`);
  });

  it("sorts as the UUIDs do", () => {
    const later = "01890a5d-ac97-0000-0000-000000000000";
    expect(friendlyId("run", ONE) < friendlyId("run", later)).toBe(true);
  });
});

describe("parseFriendlyId", () => {
  it.each([MIN, MAX, ONE])("gives %s back", (uuid) => {
    expect(parseFriendlyId("env", friendlyId("env", uuid))).toBe(uuid);
  });

  const body = friendlyId("run", ONE).slice(4);
  it.each([
    ["an id of another kind", `env_${body}`],
    ["an id without a kind", body],
    ["a UUID", ONE],
    ["one character too few", `run_${body.slice(1)}`],
    ["one character too many", `run_${body}0`],
    ["a letter that is not in the alphabet", `run_${body.slice(0, 25)}u`],
    ["upper case", `run_${body.toUpperCase()}`],
    ["more than 128 bits", `run_8${"0".repeat(25)}`],
    ["nothing", ""],
    ["the prefix alone", "run_"],
  ])("refuses %s", (_, text) => {
    expect(parseFriendlyId("run", text)).toBeNull();
  });
});

describe("firstIdAt", () => {
  it("is before every id of its millisecond, and after those of the one before", () => {
    const at = Number.parseInt(ONE.replaceAll("-", "").slice(0, 12), 16);
    expect(firstIdAt(new Date(at)) < ONE).toBe(true);
    expect(firstIdAt(new Date(at + 1)) > ONE).toBe(true);
  });
});
