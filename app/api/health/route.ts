import { systemContext } from "#app/_lib/services.ts";
import { countWorkers } from "#worker/services/status/count-workers.ts";

export const dynamic = "force-dynamic";

/**
 * 200 while the database answers; for load balancers, and for a second start to recognise the first. With
 * `?require=worker` only while a worker takes work, too: for whoever watches that runs can execute.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    const workers = await countWorkers(systemContext("health"));
    if (workers === 0 && new URL(request.url).searchParams.get("require") === "worker") {
      return unavailable("No worker takes work.");
    }
    return Response.json({ status: "ok", product: "pawl", workers });
  } catch {
    return unavailable("The database does not answer.");
  }
}

function unavailable(reason: string): Response {
  return Response.json({ status: "unavailable", reason }, { status: 503 });
}
