import { afterEach, describe, expect, test, vi } from "vitest";
import { readEnvironment } from "#sdk/cli/read-environment.ts";
import { makeProject } from "../support/project.ts";

afterEach(() => {
  vi.unstubAllEnvs();
  delete process.env.PAWL_TEST_FROM_FILE;
});

describe("readEnvironment", () => {
  test("adds the variables of .env, under those that are set", async () => {
    vi.stubEnv("PAWL_TEST_SET", "here");
    const root = await makeProject({ ".env": "PAWL_TEST_SET=file\nPAWL_TEST_FROM_FILE=file" });
    expect(readEnvironment(root, undefined)).toMatchObject({
      PAWL_TEST_SET: "here",
      PAWL_TEST_FROM_FILE: "file",
    });
  });

  test("reads another file when told to, and says when there is none", async () => {
    const root = await makeProject({ "ci.env": "PAWL_TEST_FROM_FILE=ci" });
    expect(readEnvironment("/", `${root}/ci.env`).PAWL_TEST_FROM_FILE).toBe("ci");
    expect(() => readEnvironment(root, "/no/such")).toThrow("There is no file at /no/such.");
    expect(readEnvironment(`${root}/none`, undefined)).toBe(process.env);
  });
});
