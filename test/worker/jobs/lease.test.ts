import { expect, it } from "vitest";
import { createLease } from "#worker/jobs/lease.ts";

function counted({ isDirect = true } = {}) {
  const ages: number[] = [];
  const lease = createLease((agoMs) => ages.push(agoMs), { isDirect });
  return { lease, ages };
}

const failure = (code: string) => Object.assign(new Error("no"), { code });

it("is renewed by every heartbeat that is answered", () => {
  const { lease, ages } = counted();
  lease.answered(3);
  lease.answered(2_000);
  // From before the question: others count from when it was written.
  expect(ages).toEqual([3, 2_000]);
});

it("is renewed while the database is away for everybody", () => {
  const { lease, ages } = counted();
  lease.failed(failure("ECONNREFUSED"));
  // "the database system is starting up"
  lease.failed(failure("57P03"));
  expect(ages).toEqual([0, 0]);
});

it("is not renewed while the database may be there for others", () => {
  const { lease, ages } = counted();
  lease.failed(failure("ETIMEDOUT"));
  lease.failed(failure("EHOSTUNREACH"));
  lease.failed(failure("EPIPE"));
  // "sorry, too many clients already", and somebody who ended this one session
  lease.failed(failure("53300"));
  lease.failed(failure("57P01"));
  lease.failed(new Error("Connection terminated unexpectedly"));
  expect(ages).toEqual([]);
});

it("is not renewed by a refusal of what stands between this worker and the server", () => {
  const { lease, ages } = counted({ isDirect: false });
  lease.failed(failure("ECONNREFUSED"));
  expect(ages).toEqual([]);
  lease.failed(failure("57P03"));
  expect(ages).toEqual([0]);
});
