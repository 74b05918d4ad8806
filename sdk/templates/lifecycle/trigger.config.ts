import { defineConfig } from "@pawl/sdk";
import { say, sayer } from "./lib/say.ts";

/** Every option once. Hooks here are global and come before those of init.ts. */
export default defineConfig({
  project: process.env.TRIGGER_PROJECT_REF ?? "proj_lifecycle",
  dirs: ["./trigger"],
  ignorePatterns: ["**/*.draft.ts"],
  runtime: "node",
  logLevel: "debug",
  machine: "small-1x",
  maxDuration: 300,
  ttl: "1h",
  retries: { enabledInDev: true, default: { maxAttempts: 3, factor: 2, randomize: false } },
  processKeepAlive: { enabled: true, maxExecutionsPerProcess: 50 },
  tsconfig: "./tsconfig.json",
  build: { external: [], conditions: [], keepNames: true, minify: false, jsx: { automatic: true } },
  init: async () => {
    say("config", "init");
    return { from: "config", config: true };
  },
  onStart: sayer("config", "onStart"),
  onSuccess: sayer("config", "onSuccess"),
  onFailure: sayer("config", "onFailure"),
});
