import { getAuth } from "./auth.ts";

/** Signs in the person whose account was just made, and says where to go. */
export async function signInAnswer(
  request: Request,
  credentials: { email: string; password: string },
  redirectTo: string,
): Promise<Response> {
  const { email, password } = credentials;
  const signedIn = await getAuth().api.signInEmail({
    body: { email, password },
    headers: request.headers,
    asResponse: true,
  });
  const response = Response.json({ redirectTo });
  for (const cookie of signedIn.headers.getSetCookie()) {
    response.headers.append("set-cookie", cookie);
  }
  return response;
}
