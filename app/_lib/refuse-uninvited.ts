import { APIError, getOAuthState } from "better-auth/api";
import { findInvitation } from "#worker/services/invitations/find.ts";
import { systemContext } from "./services.ts";

/**
 * Asked before the sign-in library makes a user, which it does for nobody but who comes back from a provider:
 * they need an invitation that is open. What the flow carries came from a browser, so it is looked up here.
 */
export async function refuseUninvited(): Promise<void> {
  const state = await getOAuthState<{ invitation?: unknown }>().catch(() => null);
  const token = state?.invitation;
  const invitation =
    typeof token === "string" ? await findInvitation(systemContext("sign-up"), token) : null;
  if (invitation) return;
  throw new APIError("FORBIDDEN", {
    code: "signup_disabled",
    message: "There is no account with this identity. Ask for an invitation.",
  });
}
