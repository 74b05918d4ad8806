import { describe, expect, it } from "vitest";
import { POST as setUp } from "#app/api/setup/route.ts";
import { GET } from "#app/realtime/environments/[environmentId]/route.ts";
import { useDatabase } from "#test/support/database.ts";
import { call, cookiesOf, useWeb } from "#test/support/web.ts";
import { createWorkspace, type Workspace } from "#test/support/workspace.ts";
import { friendlyId } from "#worker/domain/ids.ts";
import { createSignals } from "#worker/services/signals.ts";

const database = useDatabase();
useWeb(database.url);

async function signedIn(): Promise<{ workspace: Workspace; cookie: string }> {
  const workspace = await createWorkspace(database.db);
  await database.db.prisma.user.deleteMany();
  const email = `${crypto.randomUUID()}@example.com`;
  const answer = await call(setUp, { body: { name: "Ada", email, password: "correct horse" } });
  return { workspace, cookie: cookiesOf(answer) };
}

function open(environmentId: string, cookie: string, signal?: AbortSignal): Promise<Response> {
  const request = new Request("http://localhost:3000/", {
    headers: { cookie },
    ...(signal && { signal }),
  });
  return GET(request, { params: Promise.resolve({ environmentId }) });
}

/** Reads until the text has this. */
async function readUntil(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  pattern: RegExp,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  while (!pattern.test(text)) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The stream ended: ${text}`);
    text += decoder.decode(value);
  }
  return text;
}

describe("GET /realtime/environments/{id}", () => {
  it("tells which runs of the environment change, and no other's, until it is left", async () => {
    const { workspace, cookie } = await signedIn();
    const { environment } = workspace.ctx;
    const leaving = new AbortController();
    const response = await open(friendlyId("env", environment.id), cookie, leaving.signal);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const reader = response.body?.getReader();
    if (!reader) throw new Error("A feed has a body.");
    // Whoever listens reads everything again: something may have been missed.
    await readUntil(reader, /data: {"runIds":\[\],"isTruncated":true}\n\n/);
    const [runId, foreign] = [crypto.randomUUID(), crypto.randomUUID()];
    const signals = createSignals(database.db.pool);
    signals.runChanged(crypto.randomUUID(), foreign);
    signals.runChanged(environment.id, runId);
    const text = await readUntil(reader, /data: {"runIds":\["run_/);
    expect(text).toContain(
      `data: {"runIds":["${friendlyId("run", runId)}"],"isTruncated":false}\n\n`,
    );
    expect(text).not.toContain(friendlyId("run", foreign));
    leaving.abort();
    expect((await reader.read()).done).toBe(true);
    await signals.flush();
  });

  it("is closed to strangers", async () => {
    const { workspace, cookie } = await signedIn();
    const other = await createWorkspace(database.db);
    const mine = friendlyId("env", workspace.ctx.environment.id);
    expect((await open(mine, "")).status).toBe(401);
    expect((await open(friendlyId("env", other.ctx.environment.id), cookie)).status).toBe(404);
    expect((await open("env_1", cookie)).status).toBe(404);
  });
});
