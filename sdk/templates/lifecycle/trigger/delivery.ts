import { task, wait } from "@pawl/sdk";
import { say } from "../lib/say.ts";

export const parcel = task({ id: "parcel", run: async (address: string) => address.length });

/** Waits for an answer that does not come in time, and then for a child. */
export const delivery = task({
  id: "delivery",
  // It may run again from the top while it waits: it does nothing that must not be done twice.
  durable: true,
  run: async (address: string) => {
    say("task", "run");
    const token = await wait.createToken({ timeout: "1s", tags: ["example"] });
    const answer = await wait.forToken(token);
    say("task", answer.ok ? "answered" : answer.error.name);
    const size = await parcel.triggerAndWait(address).unwrap();
    say("task", `parcel ${size}`);
    return size;
  },
  onWait: async ({ wait: waited }) => say("task", `onWait, ${waited.type}`),
  onResume: async ({ wait: waited }) => say("task", `onResume, ${waited.type}`),
});
