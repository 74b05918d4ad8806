import { newAccountInput } from "#app/_lib/account-input.ts";
import { toErrorResponse, validationError } from "#app/_lib/api-error.ts";
import { getAuth } from "#app/_lib/auth.ts";
import { systemContext } from "#app/_lib/services.ts";
import { signInAnswer } from "#app/_lib/sign-in-answer.ts";
import { createAdministrator } from "#worker/services/users/create-administrator.ts";

/** Creates the first administrator, who is then signed in. Refused once there is one. */
export async function POST(request: Request): Promise<Response> {
  try {
    const parsed = newAccountInput.safeParse(await request.json().catch(() => ({})));
    if (!parsed.success) throw validationError(parsed.error, "The form is not complete");
    const { name, email, password } = parsed.data;
    const { password: hasher } = await getAuth().$context;
    const passwordHash = await hasher.hash(password);
    await createAdministrator(systemContext("setup"), { name, email, passwordHash });
    return await signInAnswer(request, parsed.data, "/");
  } catch (error) {
    return toErrorResponse(error);
  }
}
