import { z } from "zod";
import { accountEmail, accountName, accountPassword } from "#app/_lib/account-input.ts";
import { toErrorResponse, validationError } from "#app/_lib/api-error.ts";
import { getAuth } from "#app/_lib/auth.ts";
import { readSession } from "#app/_lib/request-actor.ts";
import { systemContext } from "#app/_lib/services.ts";
import { DomainError } from "#worker/domain/errors.ts";
import { updateAccount } from "#worker/services/users/update-account.ts";

const input = z.object({
  name: accountName.optional(),
  email: accountEmail.optional(),
  password: accountPassword.optional(),
  /** Needed to change a password that exists. */
  currentPassword: z.string().optional(),
});

/** What a person may change about themselves. Another password signs out everywhere else. */
export async function PATCH(request: Request): Promise<Response> {
  try {
    const session = await readSession(request.headers);
    if (!session) throw new DomainError("UNAUTHENTICATED", "You are signed out. Sign in again.");
    const parsed = input.safeParse(await request.json().catch(() => ({})));
    if (!parsed.success) throw validationError(parsed.error, "The form is not complete");
    const { password, currentPassword, ...profile } = parsed.data;
    const { password: hasher } = await getAuth().$context;
    await updateAccount(systemContext("account"), {
      ...session,
      ...profile,
      ...(password && {
        newPasswordHash: await hasher.hash(password),
        isCurrentPassword: (hash) => hasher.verify({ hash, password: currentPassword ?? "" }),
      }),
    });
    return Response.json({ ok: true });
  } catch (error) {
    return toErrorResponse(error);
  }
}
