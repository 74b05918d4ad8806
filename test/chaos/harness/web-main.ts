/** The route that accepts runs, over real HTTP, in a process of its own: what the web process has of it, without a build. */
import { createServer } from "node:http";
import { POST as trigger } from "#app/api/v1/tasks/[taskId]/trigger/route.ts";

const server = createServer(async (incoming, outgoing) => {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const taskId = incoming.url?.split("/").at(-2) ?? "";
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) headers.set(name, String(value));
  const request = new Request(`http://localhost${incoming.url}`, {
    method: "POST",
    headers,
    body: Buffer.concat(chunks),
  });
  const response = await trigger(request, { params: Promise.resolve({ taskId }) });
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  outgoing.end(Buffer.from(await response.arrayBuffer()));
});

server.listen(Number(process.env.PORT), "127.0.0.1", () => process.send?.({ type: "ready" }));
