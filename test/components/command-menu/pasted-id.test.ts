import { describe, expect, it } from "vitest";
import { findPastedId } from "#components/command-menu/pasted-id.ts";
import { friendlyId, type IdPrefix } from "#worker/domain/ids.ts";
import { newId } from "#worker/services/new-id.ts";

const KINDS = [
  ...["run", "batch", "waitpoint", "sched", "deployment", "bulk", "error", "queue", "worker"],
  ...["apikey", "env"],
] as const satisfies IdPrefix[];

const ID = friendlyId("run", newId());

describe("an id that is pasted", () => {
  it.each(KINDS)("is known by its prefix: %s", (kind) => {
    const id = friendlyId(kind, newId());
    expect(findPastedId(id)).toEqual({ kind, id, isWhole: true });
  });

  it("is found in an address, a line of a log and between quotes", () => {
    const id = friendlyId("run", newId());
    for (const text of [
      `https://pawl.example.com/my-team/shop/prod/runs/${id}?span=x`,
      `ERROR  ${id} failed: Out of range`,
      `"${id}",`,
    ]) {
      expect(findPastedId(text)).toEqual({ kind: "run", id, isWhole: true });
    }
  });

  it("may be a random one, as those of errors are", () => {
    const id = friendlyId("error", "f47ac10b-58cc-4372-a567-0e02b2c3d479");
    expect(findPastedId(id)).toEqual({ kind: "error", id, isWhole: true });
  });

  it("is the version of a deployment as well", () => {
    expect(findPastedId("deployed 20260312.4")).toEqual({
      kind: "deployment",
      id: "20260312.4",
      isWhole: true,
    });
    expect(findPastedId("10.20260312.4")).toBeUndefined();
  });

  it("is said to be a piece when it is cut off or shortened with dots", () => {
    const id = friendlyId("batch", newId());
    const cut = id.slice(0, 20);
    expect(findPastedId(cut)).toEqual({ kind: "batch", id: cut, isWhole: false });
    const short = `${id.slice(0, 9)}…${id.slice(-6)}`;
    expect(findPastedId(short)).toEqual({ kind: "batch", id: short, isWhole: false });
    expect(findPastedId(`${id}0`)).toMatchObject({ isWhole: false });
  });

  it("is not seen in names that only look like one", () => {
    for (const name of ["run_report", "error_404", "error_404_handler", "queue", `my_${ID}`, ""]) {
      expect(findPastedId(name)).toBeUndefined();
    }
  });
});
