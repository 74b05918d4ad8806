import { defineConfig } from "@pawl/sdk";

export default defineConfig({
  project: process.env.TRIGGER_PROJECT_REF ?? "proj_hello_world",
  dirs: ["./trigger"],
});
