export interface Welcome {
  url: string;
  signInToken: string;
  secretKey: string | undefined;
  seconds: number;
  database: string;
}

/** What a person sees when everything is up. */
export function welcome({ url, signInToken, secretKey, seconds, database }: Welcome): string {
  const curl = [
    `curl -X POST ${url}/api/v1/tasks/hello-world/trigger \\`,
    `  -H "Authorization: Bearer ${secretKey}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"payload": {"name": "Ada"}}'`,
  ];
  const lines = [
    "",
    `  Pawl is ready in ${seconds.toFixed(1)} s  ·  ${database}`,
    "",
    "  Dashboard, signed in (works once):",
    `  ${url}/sign-in/link?token=${signInToken}`,
    "",
    ...(secretKey
      ? [
          "  Development secret key:",
          `  ${secretKey}`,
          "",
          "  Trigger a run from a terminal:",
          ...curl.map((line) => `  ${line}`),
          "",
        ]
      : []),
    "  Ctrl-C stops it.",
    "",
  ];
  return lines.join("\n");
}
