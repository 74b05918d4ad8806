import { expect, test } from "vitest";
import {
  ApiError,
  describeError,
  isNotFound,
  isOutage,
  toApiError,
} from "#components/api/api-error.ts";

test("our API's and better-auth's bodies give the same kind of error", () => {
  const ours = toApiError(
    409,
    { error: "Changed meanwhile", code: "CONFLICT", requestId: "req_1" },
    null,
  );
  expect(ours).toMatchObject({
    status: 409,
    message: "Changed meanwhile",
    code: "CONFLICT",
    requestId: "req_1",
  });
  expect(toApiError(401, { message: "Invalid email or password" }, null).message).toBe(
    "Invalid email or password",
  );
});

test("a body that says nothing still says what to do", () => {
  expect(toApiError(404, undefined, null).message).toContain("does not exist");
  expect(toApiError(502, "<html>", "req_2")).toMatchObject({
    message: "The server answered with status 502.",
    requestId: "req_2",
  });
});

test("whatever was thrown can be described", () => {
  expect(describeError(new ApiError({ status: 0, message: "Offline" }))).toEqual({
    message: "Offline",
  });
  expect(describeError(new Error("x")).message).toBe("x");
  expect(describeError("x").message).toBe("Something went wrong.");
  expect(isNotFound(toApiError(404, {}, null))).toBe(true);
});

test("an outage is no answer, or one that says so", () => {
  const statuses = [0, 502, 503, 504, 500, 404];
  expect(statuses.filter((status) => isOutage(new ApiError({ status, message: "" })))).toEqual([
    0, 502, 503, 504,
  ]);
  expect(isOutage(new Error("x"))).toBe(false);
});
