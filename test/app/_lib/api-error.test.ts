import { describe, expect, it, onTestFinished, vi } from "vitest";
import { z } from "zod";
import { toErrorResponse, validationError } from "#app/_lib/api-error.ts";
import { DomainError, type DomainErrorCode } from "#worker/domain/errors.ts";

describe("toErrorResponse", () => {
  it.each<[DomainErrorCode, number, string | null]>([
    ["VALIDATION", 400, "false"],
    ["UNAUTHENTICATED", 401, "false"],
    ["FORBIDDEN", 403, "false"],
    ["NOT_FOUND", 404, "false"],
    ["CONFLICT", 409, "false"],
    ["TOO_LARGE", 413, "false"],
    ["UNPROCESSABLE", 422, "false"],
    ["LIMIT_EXCEEDED", 429, null],
  ])("answers %s with %i", async (code, status, retry) => {
    const response = toErrorResponse(new DomainError(code, "Do this instead."));
    expect(response.status).toBe(status);
    expect(response.headers.get("x-should-retry")).toBe(retry);
    expect(await response.json()).toEqual({
      error: "Do this instead.",
      ...(code === "FORBIDDEN"
        ? { code: "unauthorized", param: "access_token", type: "authorization" }
        : { code }),
    });
  });

  it("names every problem of a schema, with its place", async () => {
    const schema = z.object({ a: z.string(), b: z.array(z.number()) });
    const { error } = schema.safeParse({ a: 1, b: ["x"] });
    if (!error) throw new Error("That was wrong.");
    expect(validationError(error, "The body is not valid").message).toMatch(
      /^The body is not valid: a [^;]+; b\.0 [^;]+$/,
    );
    expect(toErrorResponse(error).status).toBe(400);
  });

  it.each([
    Object.assign(new Error("connect"), { code: "ECONNREFUSED" }),
    new AggregateError([Object.assign(new Error("connect"), { code: "ECONNREFUSED" })]),
    Object.assign(new Error("the database system is starting up"), { code: "57P03" }),
    new Error("Query failed", { cause: new Error("Connection terminated unexpectedly") }),
  ])("says that the database is away, and that it is worth another try: %s", async (error) => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => logged.mockRestore());
    const response = toErrorResponse(error);
    expect(response.status).toBe(503);
    expect(response.headers.get("x-should-retry")).toBeNull();
    expect(await response.json()).toMatchObject({ code: "UNAVAILABLE" });
  });

  it("tells nothing of a fault of ours but its number, which is in the log", async () => {
    const logged = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => logged.mockRestore());
    const response = toErrorResponse(new Error("password is hunter2"));
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain("hunter2");
    const id = response.headers.get("x-request-id") ?? "";
    expect(JSON.parse(text)).toMatchObject({ code: "INTERNAL", requestId: id });
    expect(logged).toHaveBeenCalledWith(`request ${id}:`, expect.any(Error));
  });
});
