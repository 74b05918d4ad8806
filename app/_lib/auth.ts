import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { newId } from "#worker/services/new-id.ts";
import { refuseUninvited } from "./refuse-uninvited.ts";
import { services, type WebServices } from "./services.ts";
import { signInLinkPlugin } from "./sign-in-link-plugin.ts";
import { oidcPlugin, signInProviders, socialProviders } from "./sign-in-providers.ts";

function createAuth() {
  const { env, base } = services();
  return betterAuth({
    appName: "Pawl",
    baseURL: env.PAWL_URL,
    basePath: "/api/auth",
    secret: env.PAWL_AUTH_SECRET,
    database: prismaAdapter(base.db.prisma, { provider: "postgresql" }),
    // People are invited, or made by the first start; nobody signs up by themselves.
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 8 },
    socialProviders: socialProviders(env),
    account: {
      accountLinking: {
        // An email address says who somebody is only to whoever verified it, which we do not: an identity
        // opens an account once its owner has connected it, whatever its address.
        disableImplicitLinking: true,
        allowDifferentEmails: true,
        trustedProviders: signInProviders(env).map(({ id }) => id),
      },
    },
    databaseHooks: { user: { create: { before: refuseUninvited } } },
    onAPIError: { errorURL: "/sign-in" },
    user: {
      additionalFields: { isAdministrator: { type: "boolean", input: false, defaultValue: false } },
    },
    session: {
      expiresIn: 30 * 86_400,
      // Written so often, a session's last use is right to five minutes. The cookie holds no copy of it:
      // one that was revoked would live on in the copy.
      updateAge: 300,
      // Nothing that only a new session may do: a password is asked for where it counts.
      freshAge: 0,
      cookieCache: { enabled: false },
    },
    advanced: {
      cookiePrefix: "pawl",
      useSecureCookies: env.PAWL_URL.startsWith("https://"),
      database: { generateId: () => newId() },
    },
    // Same origin as the page, under whichever name this installation is reached.
    trustedOrigins: (request) => {
      const host = request?.headers.get("host");
      return host ? [`http://${host}`, `https://${host}`] : [];
    },
    telemetry: { enabled: false },
    plugins: [signInLinkPlugin(), oidcPlugin(env)],
  });
}

const made = new WeakMap<WebServices, ReturnType<typeof createAuth>>();

/** The sign-in library of these services, made when it is first needed: at build time there is no database. */
export function getAuth(): ReturnType<typeof createAuth> {
  const auth = made.get(services()) ?? createAuth();
  made.set(services(), auth);
  return auth;
}
