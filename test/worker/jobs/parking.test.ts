import { afterEach, describe, expect, it } from "vitest";
import { until } from "#test/support/until.ts";
import { createParking, type Parking } from "#worker/jobs/parking.ts";

let parking: Parking;
afterEach(() => parking.close());

/** Parks runs by their names, and tells which were released, in order. */
function park(released: string[], names: string[], { isDurable = true, mb = 50 } = {}) {
  for (const runId of names) {
    parking.park({
      runId,
      isDurable,
      measureMb: async () => mb,
      release: () => released.push(runId),
    });
  }
}

describe("the parking of processes", () => {
  it("keeps what fits, and above the limit releases the longest waiting", async () => {
    parking = createParking({ limitMb: 120 });
    const released: string[] = [];
    park(released, ["a", "b"]);
    await Promise.resolve();
    expect(released).toEqual([]);
    park(released, ["c", "d"]);
    await until("two to be released", () => released.length === 2);
    expect(released).toEqual(["a", "b"]);
  });

  it("never releases what is not durable", async () => {
    parking = createParking({ limitMb: 120, longMs: 1 });
    const released: string[] = [];
    park(released, ["a", "b", "c"], { isDurable: false });
    park(released, ["d"]);
    await until("the durable one", () => released.length === 1);
    expect(released).toEqual(["d"]);
  });

  it("counts only what is parked", async () => {
    parking = createParking({ limitMb: 100 });
    const released: string[] = [];
    for (const name of ["a", "b", "c", "d"]) {
      park(released, [name]);
      await Promise.resolve();
      parking.unpark(name);
      parking.unpark(name);
    }
    park(released, ["e", "f"]);
    await Promise.resolve();
    expect(released).toEqual([]);
    // One that goes on while it is measured is not counted.
    let tell = (_: number) => {};
    const measureMb = () => new Promise<number>((resolve) => (tell = resolve));
    parking.park({ runId: "g", isDurable: true, measureMb, release: () => released.push("g") });
    parking.unpark("g");
    tell(1_000);
    await Promise.resolve();
    expect(released).toEqual([]);
  });

  it("releases durable ones that wait for long, however much room there is", async () => {
    parking = createParking({ limitMb: 1_000, longMs: 5 });
    const released: string[] = [];
    park(released, ["a", "b"]);
    park(released, ["c"], { isDurable: false });
    await until("both", () => released.length === 2);
    expect(released).toEqual(["a", "b"]);
  });
});
