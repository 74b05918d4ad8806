import { getAuth } from "#app/_lib/auth.ts";

/** Where the printed link leads: opens the session and goes on to the dashboard. */
export async function GET(request: Request): Promise<Response> {
  const token = new URL(request.url).searchParams.get("token") ?? "";
  const signedIn = await getAuth().api.signInWithLink({
    body: { token },
    headers: request.headers,
    asResponse: true,
  });
  const headers = new Headers({ location: signedIn.ok ? "/" : "/sign-in?error=link" });
  for (const cookie of signedIn.headers.getSetCookie()) headers.append("set-cookie", cookie);
  return new Response(null, { status: 303, headers });
}
