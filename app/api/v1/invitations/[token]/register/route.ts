import { newAccountInput } from "#app/_lib/account-input.ts";
import { toErrorResponse, validationError } from "#app/_lib/api-error.ts";
import { getAuth } from "#app/_lib/auth.ts";
import { decodeParams, type RouteContext } from "#app/_lib/request-input.ts";
import { systemContext } from "#app/_lib/services.ts";
import { signInAnswer } from "#app/_lib/sign-in-answer.ts";
import { registerInvited } from "#worker/services/invitations/register.ts";

/** An account for whoever holds the link, who is then a member and signed in. */
export async function POST(request: Request, { params }: RouteContext): Promise<Response> {
  try {
    const { token = "" } = decodeParams(await params);
    const parsed = newAccountInput.safeParse(await request.json().catch(() => ({})));
    if (!parsed.success) throw validationError(parsed.error, "The form is not complete");
    const { name, email, password } = parsed.data;
    const { password: hasher } = await getAuth().$context;
    const passwordHash = await hasher.hash(password);
    await registerInvited(systemContext("invitation"), { token, name, email, passwordHash });
    return await signInAnswer(request, parsed.data, "/");
  } catch (error) {
    return toErrorResponse(error);
  }
}
