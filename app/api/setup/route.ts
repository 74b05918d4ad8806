import { z } from "zod";
import { toErrorResponse, validationError } from "#app/_lib/api-error.ts";
import { getAuth } from "#app/_lib/auth.ts";
import { systemContext } from "#app/_lib/services.ts";
import { createAdministrator } from "#worker/services/users/create-administrator.ts";

const input = z.object({
  name: z.string().trim().min(1, "must not be empty").max(100),
  email: z.email("must be an email address").transform((email) => email.toLowerCase()),
  password: z.string().min(8, "must have at least 8 characters").max(128),
});

/** Creates the first administrator, who is then signed in. Refused once there is one. */
export async function POST(request: Request): Promise<Response> {
  try {
    const parsed = input.safeParse(await request.json().catch(() => ({})));
    if (!parsed.success) throw validationError(parsed.error, "The form is not complete");
    const { name, email, password } = parsed.data;
    const auth = getAuth();
    const { password: hasher } = await auth.$context;
    const passwordHash = await hasher.hash(password);
    await createAdministrator(systemContext("setup"), { name, email, passwordHash });
    const signedIn = await auth.api.signInEmail({
      body: { email, password },
      headers: request.headers,
      asResponse: true,
    });
    const response = Response.json({ redirectTo: "/" });
    for (const cookie of signedIn.headers.getSetCookie())
      response.headers.append("set-cookie", cookie);
    return response;
  } catch (error) {
    return toErrorResponse(error);
  }
}
