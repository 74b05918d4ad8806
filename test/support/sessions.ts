import { POST } from "#app/api/auth/[...all]/route.ts";
import type { MemberRole } from "#worker/domain/permissions.ts";
import { sha256 } from "#worker/services/keyring.ts";
import { newId } from "#worker/services/new-id.ts";
import { cookiesOf } from "./web.ts";
import type { Workspace } from "./workspace.ts";

/** A new member with a session; for tests with `useWeb`. */
export async function signInAs(
  workspace: Workspace,
  role: MemberRole,
): Promise<{ cookie: string; userId: string }> {
  const { actor, db } = await workspace.asMember(role);
  const userId = actor.kind === "user" ? actor.userId : "";
  const token = newId();
  await db.prisma.signInLink.create({
    data: {
      id: newId(),
      userId,
      tokenHash: sha256(token),
      expiresAt: new Date(Date.now() + 60_000),
    },
  });
  const response = await POST(
    new Request("http://localhost:3000/api/auth/sign-in/link", {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost:3000" },
      body: JSON.stringify({ token }),
    }),
  );
  return { cookie: cookiesOf(response), userId };
}
