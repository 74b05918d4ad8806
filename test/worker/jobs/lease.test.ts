import { expect, it } from "vitest";
import { createLease } from "#worker/jobs/lease.ts";

function counted() {
  const renewals: number[] = [];
  const lease = createLease((agoMs) => renewals.push(agoMs));
  return { lease, renewals: () => renewals.length, ages: renewals };
}

const failure = (code: string) => Object.assign(new Error("no"), { code });

it("is renewed by every heartbeat that is answered", () => {
  const { lease, ages } = counted();
  lease.answered({ isAlone: false }, 3);
  lease.answered({ isAlone: false }, 2_000);
  // From before the question: others count from when it was written.
  expect(ages).toEqual([3, 2_000]);
});

it("is renewed while the database is away for everybody", () => {
  const { lease, renewals } = counted();
  lease.failed(failure("ECONNREFUSED"));
  // "the database system is starting up"
  lease.failed(failure("57P03"));
  expect(renewals()).toBe(2);
});

it("is not renewed while the database may be there for others", () => {
  const { lease, renewals } = counted();
  lease.failed(failure("ETIMEDOUT"));
  lease.failed(failure("EHOSTUNREACH"));
  lease.failed(failure("EPIPE"));
  // "sorry, too many clients already"
  lease.failed(failure("53300"));
  lease.failed(new Error("Connection terminated unexpectedly"));
  lease.passed();
  expect(renewals()).toBe(0);
});

it("runs on without an answer while there is no other worker", () => {
  const { lease, renewals } = counted();
  lease.passed();
  lease.answered({ isAlone: true }, 1);
  lease.passed();
  expect(renewals()).toBe(2);
  lease.answered({ isAlone: false }, 1);
  lease.passed();
  expect(renewals()).toBe(3);
});
