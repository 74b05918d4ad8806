import { services } from "#app/_lib/services.ts";

export const dynamic = "force-dynamic";

/** 200 while the database answers; for load balancers, and for a second start to recognise the first. */
export async function GET(): Promise<Response> {
  try {
    await services().base.db.pool.query("SELECT 1");
    return Response.json({ status: "ok", product: "pawl" });
  } catch {
    return Response.json(
      { status: "unavailable", reason: "The database does not answer." },
      { status: 503 },
    );
  }
}
