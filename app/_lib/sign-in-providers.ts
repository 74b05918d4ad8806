import type { BetterAuthOptions } from "better-auth";
import { type GenericOAuthConfig, genericOAuth } from "better-auth/plugins";
import type { SignInProvider } from "#worker/domain/organizations/views.ts";
import type { WebEnv } from "./env.ts";

/** Who else may say who somebody is, in the order of their buttons; those that are not configured are not there. */
export function signInProviders(env: WebEnv): SignInProvider[] {
  return [
    ...(env.PAWL_OIDC_ISSUER ? [{ id: "oidc", name: env.PAWL_OIDC_NAME }] : []),
    ...(env.PAWL_GOOGLE_CLIENT_ID ? [{ id: "google", name: "Google" }] : []),
    ...(env.PAWL_GITHUB_CLIENT_ID ? [{ id: "github", name: "GitHub" }] : []),
  ];
}

/** The same for the sign-in library. Nobody signs up by themselves: an account is made for who holds an invitation. */
export function socialProviders(env: WebEnv): NonNullable<BetterAuthOptions["socialProviders"]> {
  const { PAWL_GITHUB_CLIENT_ID: github, PAWL_GOOGLE_CLIENT_ID: google } = env;
  return {
    ...(github && {
      github: {
        clientId: github,
        clientSecret: env.PAWL_GITHUB_CLIENT_SECRET ?? "",
        disableImplicitSignUp: true,
      },
    }),
    ...(google && {
      google: {
        clientId: google,
        clientSecret: env.PAWL_GOOGLE_CLIENT_SECRET ?? "",
        disableImplicitSignUp: true,
      },
    }),
  };
}

export function oidcPlugin(env: WebEnv): ReturnType<typeof genericOAuth> {
  const { PAWL_OIDC_ISSUER: issuer, PAWL_OIDC_CLIENT_ID: clientId } = env;
  if (!issuer || !clientId) return genericOAuth({ config: [] });
  const config: GenericOAuthConfig = {
    providerId: "oidc",
    name: env.PAWL_OIDC_NAME,
    discoveryUrl: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret: env.PAWL_OIDC_CLIENT_SECRET,
    scopes: ["openid", "email", "profile"],
    // An issuer that cannot be reached must not turn into one that is believed unseen.
    requireIdTokenVerification: true,
    disableImplicitSignUp: true,
  };
  return genericOAuth({ config: [config] });
}
