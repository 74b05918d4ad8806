import { locals, tasks } from "@pawl/sdk";
import { say, sayer } from "../lib/say.ts";

/** Imported before any task: every kind of hook, for all tasks. */
export const startedAt = locals.create<number>("started-at");

tasks.middleware("clock", async ({ next }) => {
  say("global", "middleware opens");
  locals.set(startedAt, Date.now());
  await next();
  say("global", `middleware closes, local ${locals.getOrThrow(startedAt) > 0 ? "kept" : "lost"}`);
});
tasks.init("global", async () => {
  say("global", "init");
  return { from: "global" };
});
tasks.onStart("global", sayer("global", "onStart"));
tasks.onStartAttempt("global", sayer("global", "onStartAttempt"));
tasks.onWait("global", sayer("global", "onWait"));
tasks.onResume("global", sayer("global", "onResume"));
tasks.onSuccess("global", sayer("global", "onSuccess"));
tasks.onFailure("global", sayer("global", "onFailure"));
tasks.onComplete("global", sayer("global", "onComplete"));
tasks.onCancel("global", sayer("global", "onCancel"));
tasks.catchError("global", sayer("global", "catchError"));
tasks.cleanup("global", sayer("global", "cleanup"));
