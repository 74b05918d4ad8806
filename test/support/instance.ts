import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { root } from "./root.ts";

export interface Instance {
  url: string;
  /** Signs in once. */
  signInUrl: string;
  secretKey: string;
  pid: number;
  output: () => string;
  /** Like Ctrl-C; resolves with the seconds it took. */
  stop: () => Promise<number>;
}

/** Starts the product the way `npm start` does and waits for its welcome. */
export async function startInstance(env: Record<string, string>): Promise<Instance> {
  const child = spawnServe(env);
  let output = "";
  const listen = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", listen);
  child.stderr?.on("data", listen);
  const exited = once(child, "exit");
  await Promise.race([
    waitFor(child, () => output.includes("Ctrl-C stops it")),
    exited.then(() => Promise.reject(new Error(`It ended before it was ready:\n${output}`))),
  ]);
  const signInUrl = output.match(/http\S+\/sign-in\/link\S+/)?.[0] ?? "";
  return {
    url: new URL(signInUrl).origin,
    signInUrl,
    secretKey: output.match(/tr_dev_\w{24}/)?.[0] ?? "",
    pid: child.pid ?? 0,
    output: () => output,
    stop: async () => {
      const startedAt = performance.now();
      child.kill("SIGINT");
      await exited;
      return (performance.now() - startedAt) / 1000;
    },
  };
}

/** Runs a start that is expected to end by itself; resolves with what it said. */
export async function startInVain(
  env: Record<string, string>,
  parameters: string[] = [],
): Promise<{ code: number | null; output: string }> {
  const child = spawnServe(env, parameters);
  let output = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const [code] = await once(child, "exit");
  return { code: typeof code === "number" ? code : null, output };
}

function spawnServe(env: Record<string, string>, parameters: string[] = []): ChildProcess {
  const { PATH, HOME, NODE_COMPILE_CACHE } = process.env;
  const script = join(root, "worker/serve.ts");
  return spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, ...parameters], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: { NODE_ENV: "production", PATH, HOME, NODE_COMPILE_CACHE, ...env },
  });
}

function waitFor(child: ChildProcess, isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!isTrue()) return;
      child.stdout?.off("data", check);
      resolve();
    };
    child.stdout?.on("data", check);
  });
}
