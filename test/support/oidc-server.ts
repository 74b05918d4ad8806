import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";

export interface OidcServer {
  issuer: string;
  /** What a person's browser would bring back after they signed in there as this one. */
  authorize: (authorizationUrl: string, claims: OidcClaims) => string;
  close: () => Promise<void>;
}

export interface OidcClaims {
  sub: string;
  email: string;
  name: string;
}

/** An OpenID Connect provider in a few lines: discovery, keys, and signed tokens for the codes it gave out. */
export async function startOidcServer(clientId: string): Promise<OidcServer> {
  const { publicKey, privateKey } = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(publicKey)), kid: "test", alg: "RS256", use: "sig" };
  const grants = new Map<string, { nonce: string; claims: OidcClaims }>();
  let issuer = "";
  const answers: Record<string, (body: URLSearchParams) => object | Promise<object>> = {
    "/.well-known/openid-configuration": () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      id_token_signing_alg_values_supported: ["RS256"],
      response_types_supported: ["code"],
    }),
    "/jwks": () => ({ keys: [jwk] }),
    "/token": async (body) => {
      const grant = grants.get(body.get("code") ?? "");
      if (!grant) return { error: "invalid_grant" };
      const token = new SignJWT({ ...grant.claims, email_verified: true, nonce: grant.nonce })
        .setProtectedHeader({ alg: "RS256", kid: "test" })
        .setIssuer(issuer)
        .setAudience(clientId)
        .setIssuedAt()
        .setExpirationTime("5m");
      const idToken = await token.sign(privateKey);
      return { access_token: "access", token_type: "Bearer", expires_in: 300, id_token: idToken };
    },
  };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const answer = answers[new URL(request.url ?? "/", issuer).pathname];
    response.writeHead(answer ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify((await answer?.(new URLSearchParams(body))) ?? {}));
  });
  await listen(server);
  issuer = `http://127.0.0.1:${portOf(server)}`;
  return {
    issuer,
    authorize: (authorizationUrl, claims) => {
      const asked = new URL(authorizationUrl).searchParams;
      const code = `code-${grants.size}`;
      grants.set(code, { nonce: asked.get("nonce") ?? "", claims });
      const back = new URL(asked.get("redirect_uri") ?? "");
      back.searchParams.set("code", code);
      back.searchParams.set("state", asked.get("state") ?? "");
      return back.href;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function portOf(server: Server): number {
  // A server that listens on TCP has an address of this form.
  return (server.address() as AddressInfo).port;
}
