import { betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { newId } from "#worker/services/new-id.ts";
import { services, type WebServices } from "./services.ts";
import { signInLinkPlugin } from "./sign-in-link-plugin.ts";

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
    user: {
      additionalFields: { isAdministrator: { type: "boolean", input: false, defaultValue: false } },
    },
    session: {
      expiresIn: 30 * 86_400,
      // Written so often, a session's last use is right to five minutes. The cookie holds no copy of it:
      // one that was revoked would live on in the copy.
      updateAge: 300,
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
    plugins: [signInLinkPlugin()],
  });
}

const made = new WeakMap<WebServices, ReturnType<typeof createAuth>>();

/** The sign-in library of these services, made when it is first needed: at build time there is no database. */
export function getAuth(): ReturnType<typeof createAuth> {
  const auth = made.get(services()) ?? createAuth();
  made.set(services(), auth);
  return auth;
}
