import { systemContext } from "#app/_lib/services.ts";
import { countWorkers } from "#worker/services/status/count-workers.ts";

export const dynamic = "force-dynamic";

/**
 * 200 while the database answers; for load balancers, and for a second start to recognise the first. With
 * `?require=worker` only while a worker takes work, too: for whoever watches that runs can execute.
 */
export async function GET(request: Request): Promise<Response> {
  try {
    const workers = await within(PATIENCE_MS, countWorkers(systemContext("health")));
    if (workers === 0 && new URL(request.url).searchParams.get("require") === "worker") {
      return unavailable("No worker takes work.");
    }
    return Response.json({ status: "ok", product: "pawl", workers });
  } catch {
    return unavailable("The database does not answer.");
  }
}

/** Of whoever asks: an answer that does not come is one. */
const PATIENCE_MS = 5_000;

function within<T>(ms: number, answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms);
  return Promise.race([answer, promise]).finally(() => clearTimeout(timer));
}

function unavailable(reason: string): Response {
  return Response.json({ status: "unavailable", reason }, { status: 503 });
}
