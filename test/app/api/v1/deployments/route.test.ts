import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { POST } from "#app/api/v1/deployments/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, expectRefusal, useWeb } from "#test/support/web.ts";
import { createWorkspace } from "#test/support/workspace.ts";

const database = useDatabase();
useWeb(database.url);

function input(project: string, path = "index.mjs") {
  return {
    manifest: {
      sdkVersion: "0.1.0",
      runtimeVersion: "24.0.0",
      entryPoint: "index.mjs",
      config: { project },
      tasks: [{ id: "a", filePath: "a.ts" }],
      queues: [],
    },
    bundle: { files: [{ path, encoding: "utf8", contents: "// 1" }] },
  };
}

describe("POST /api/v1/deployments", () => {
  it("makes a version of what was sent in gzip, and says where to look at it", async () => {
    const { ctx, projectRef, secretKey: key } = await createWorkspace(database.db);
    const body = gzipSync(JSON.stringify(input(projectRef)));
    const headers = { "content-encoding": "gzip" };
    const first = await call(POST, { key, body, headers });
    expect(first.status).toBe(200);
    const { organization } = ctx.environment;
    expect(first.json).toEqual({
      id: expect.stringMatching(/^deployment_/),
      version: expect.stringMatching(/^\d{8}\.1$/),
      environment: { slug: "dev", type: "DEVELOPMENT" },
      taskCount: 1,
      isUnchanged: false,
      dashboardUrl: `http://localhost:3000/${organization.slug}/project/dev/tasks`,
    });
    const again = await call(POST, { key, body, headers });
    expect(again.json).toEqual({ ...first.json, isUnchanged: true });
  });

  it("refuses another project's code, and files that lead out of the bundle", async () => {
    const { projectRef, secretKey: key } = await createWorkspace(database.db);
    const foreign = await call(POST, { key, body: input("proj_other") });
    expectRefusal(foreign, 422, "UNPROCESSABLE", /names the project proj_other/);
    const outside = await call(POST, { key, body: input(projectRef, "../index.mjs") });
    expectRefusal(outside, 400, "VALIDATION", /bundle\.files\.0\.path is not a path inside/);
    expectRefusal(await call(POST, { key, body: {} }), 400, "VALIDATION", /^The request body/);
  });
});
