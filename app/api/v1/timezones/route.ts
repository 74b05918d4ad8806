import { listTimezones } from "#worker/services/schedules/list-timezones.ts";

export { OPTIONS } from "#app/_lib/with-api.ts";

/** Without authentication: clients send none. */
export function GET(request: Request): Response {
  const excludeUtc = new URL(request.url).searchParams.get("excludeUtc") === "true";
  return Response.json(listTimezones({ excludeUtc }), {
    headers: { "access-control-allow-origin": "*" },
  });
}
