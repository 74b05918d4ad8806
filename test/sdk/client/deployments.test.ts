import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { ApiSchemaValidationError, configure, deployments, NotFoundError } from "#sdk/index.ts";
import type { DeploymentObject } from "#sdk/wire/deployment.ts";
import type { ApiServer } from "../support/api-server.ts";
import { startApiServer } from "../support/api-server.ts";

let server: ApiServer;
beforeAll(async () => {
  server = await startApiServer();
});
beforeEach(() => {
  server.reset();
  configure({ baseURL: server.url, secretKey: "tr_dev_key" });
});

const AT = "2026-01-02T03:04:05.000Z";

function deployment(version: string): DeploymentObject {
  return {
    id: `deployment_${version}`,
    createdAt: AT,
    shortCode: "12345678",
    version,
    runtime: "node",
    runtimeVersion: "24.0.0",
    status: "DEPLOYED",
    deployedAt: AT,
    sdkVersion: "0.1.0",
    taskCount: 1,
    isCurrent: version === "2",
    runs: { started: 0, completed: 0, failed: 0, executing: 0 },
  };
}

describe("deployments", () => {
  test("retrieves the current one, with its dates as Dates", async () => {
    server.answer({ body: deployment("2") });
    expect(await deployments.retrieveCurrent()).toEqual({
      ...deployment("2"),
      createdAt: new Date(AT),
      deployedAt: new Date(AT),
    });
    expect(server.requests[0]).toMatchObject({
      method: "GET",
      path: "/api/v1/deployments/current",
    });
  });

  test("lists them page by page, with the filters on each", async () => {
    server.answer(
      { body: { data: [deployment("2")], pagination: { next: "c1" } } },
      { body: { data: [deployment("1")], pagination: {} } },
    );
    const versions: string[] = [];
    for await (const { version } of deployments.list({ limit: 5, period: "7d" })) {
      versions.push(version);
    }
    expect(versions).toEqual(["2", "1"]);
    expect(server.requests.map(({ query }) => Object.fromEntries(query))).toEqual([
      { "page[size]": "5", period: "7d" },
      { "page[size]": "5", period: "7d", "page[after]": "c1" },
    ]);
  });

  test("says what it was answered instead", async () => {
    server.answer({ status: 404, body: { error: "Nothing is deployed." } }, { body: { some: 1 } });
    await expect(deployments.retrieveCurrent()).rejects.toBeInstanceOf(NotFoundError);
    await expect(deployments.retrieveCurrent()).rejects.toBeInstanceOf(ApiSchemaValidationError);
  });
});
