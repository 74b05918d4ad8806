import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { consumeSignInLink } from "#worker/services/users/sign-in-link.ts";
import { systemContext } from "./services.ts";

/** Lets the printed link open a session: our table knows the link, the library knows sessions. */
export function signInLinkPlugin() {
  return {
    id: "sign-in-link",
    endpoints: {
      signInWithLink: createAuthEndpoint(
        "/sign-in/link",
        { method: "POST", body: z.object({ token: z.string().min(1) }) },
        async (endpoint) => {
          const userId = await consumeSignInLink(
            systemContext("sign-in-link"),
            endpoint.body.token,
          );
          const { internalAdapter } = endpoint.context;
          const user = userId ? await internalAdapter.findUserById(userId) : null;
          if (!user)
            throw new APIError("UNAUTHORIZED", { message: "This link was used or is too old." });
          const session = await internalAdapter.createSession(user.id);
          await setSessionCookie(endpoint, { session, user });
          return endpoint.json({ userId: user.id });
        },
      ),
    },
  } satisfies BetterAuthPlugin;
}
