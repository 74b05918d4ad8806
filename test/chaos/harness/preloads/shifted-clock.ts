/**
 * Loaded into a process with `--import`: its machine's clock is off by the hours that the query names
 * (`shifted-clock.ts?hours=-2`). What measures durations goes on as it was, as on such a machine.
 */
const hours = Number(new URL(import.meta.url).searchParams.get("hours"));
const shiftMs = hours * 3_600_000;
const RealDate = Date;
const now = () => RealDate.now() + shiftMs;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, given: unknown[], newTarget) =>
    Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  get: (target, name, receiver) => (name === "now" ? now : Reflect.get(target, name, receiver)),
});
