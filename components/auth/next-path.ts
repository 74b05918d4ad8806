/** Where to go after sign-in. Only a path of our own: anything else could lead to another site. */
export function safeNextPath(next: string | string[] | undefined): string {
  if (typeof next !== "string") return "/";
  const isOwnPath = next.startsWith("/") && !next.startsWith("//") && !next.includes("\\");
  return isOwnPath ? next : "/";
}
