import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { configure, envvars } from "#sdk/index.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";
import { deployedEntry } from "../support/project.ts";
import { RunnerProcess } from "../support/runner-process.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
beforeEach(() => {
  server.reset();
  configure({ baseURL: server.url, secretKey: "tr_dev_key" });
});

const sent = () =>
  server.requests.map(({ method, path, body }) => [
    `${method} ${path.replace("/api/v1/projects/", "")}`,
    ...(body ? [JSON.parse(body)] : []),
  ]);

describe("envvars", () => {
  test("names the environment in every call", async () => {
    const list = [{ name: "A", value: "1", isSecret: false }];
    server.answer({ body: list });
    expect(await envvars.list("proj_x", "dev")).toEqual(list);
    await envvars.create("proj_x", "dev", { name: "A", value: "1" });
    await envvars.retrieve("proj_x", "dev", "A");
    await envvars.update("proj_x", "dev", "A", { value: "2" });
    await envvars.del("proj_x", "dev", "A");
    await envvars.upload("proj_x", "dev", { variables: { B: "3" }, override: true });
    expect(sent()).toEqual([
      ["GET proj_x/envvars/dev"],
      ["POST proj_x/envvars/dev", { name: "A", value: "1" }],
      ["GET proj_x/envvars/dev/A"],
      ["PUT proj_x/envvars/dev/A", { value: "2" }],
      ["DELETE proj_x/envvars/dev/A"],
      ["POST proj_x/envvars/dev/import", { variables: { B: "3" }, override: true }],
    ]);
  });

  test("knows it inside a run", async () => {
    const source = `
      import { envvars, task } from "@pawl/sdk";
      export const vars = task({ id: "vars", run: async () => {
        await envvars.list();
        await envvars.create({ name: "A", value: "1" });
        await envvars.retrieve("A");
        await envvars.update("A", { value: "2" });
        await envvars.del("A");
        await envvars.upload({ variables: { B: "3" } });
      } });`;
    const runner = new RunnerProcess(await deployedEntry({ "trigger/vars.ts": source }));
    const env = { TRIGGER_API_URL: server.url, TRIGGER_SECRET_KEY: "tr_dev_x" };
    expect((await runner.run("vars", { env })).result).toMatchObject({ ok: true });
    expect(sent()).toEqual([
      ["GET proj_test/envvars/dev"],
      ["POST proj_test/envvars/dev", { name: "A", value: "1" }],
      ["GET proj_test/envvars/dev/A"],
      ["PUT proj_test/envvars/dev/A", { value: "2" }],
      ["DELETE proj_test/envvars/dev/A"],
      ["POST proj_test/envvars/dev/import", { variables: { B: "3" } }],
    ]);
  });

  test("says what is missing, before anything is sent", async () => {
    await expect(envvars.list()).rejects.toThrow(/Outside a run, name the project/);
    const nameless = envvars.retrieve("proj_x", "dev", "");
    await expect(nameless).rejects.toThrow(/Name the variable/);
    expect(server.requests).toEqual([]);
  });
});
