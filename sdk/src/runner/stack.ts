import { clamp, withoutNul } from "./clamp.ts";

const MAX_LINE_CHARS = 1_024;
const FIRST_FRAMES = 5;
const LAST_FRAMES = 45;

/** How the SDK's own files are named in source maps: `sdk-plugin.ts` of the build gives them this prefix. */
const SDK_PREFIX = "pawl-sdk:";

/**
 * A stack as its author wants to read it: source-mapped (`source-maps.ts`), paths
 * from the project's root, without the runner that called the task, and of bounded size.
 */
export function readableStack(error: Error, header: string, bundleRoot: string): string {
  return [header, ...clampFrames(ownFrames(framesOf(error), bundleRoot))].join("\n");
}

function framesOf({ stack, message }: Error): string[] {
  if (typeof stack !== "string") return [];
  // The message comes first and may hold lines that look like frames.
  const start = message ? stack.indexOf(message) + message.length : 0;
  return stack
    .slice(Math.max(0, start))
    .split("\n")
    .filter((line) => /^\s+at /.test(line));
}

function ownFrames(frames: string[], bundleRoot: string): string[] {
  const end = frames.findLastIndex((frame) => !isMachinery(frame));
  const own =
    end === -1 ? frames.filter((frame) => !frame.includes(SDK_PREFIX)) : frames.slice(0, end + 1);
  return own.map((frame) => relativeTo(bundleRoot, frame));
}

/** The runner, and the parts of Node that run it: below the task's own code they say nothing. */
function isMachinery(frame: string): boolean {
  return (
    frame.includes(SDK_PREFIX) ||
    frame.includes("node:internal/") ||
    frame.includes("node:async_hooks")
  );
}

/** Also for paths inside messages of Node, such as "Cannot find module '…'". */
export function relativeTo(bundleRoot: string, text: string): string {
  return text.replaceAll(`file://${bundleRoot}`, "").replaceAll(bundleRoot, "");
}

function clampFrames(frames: string[]): string[] {
  const lines = frames.map((frame) => withoutNul(clamp(frame, MAX_LINE_CHARS)));
  const omitted = lines.length - FIRST_FRAMES - LAST_FRAMES;
  if (omitted <= 0) return lines;
  return [
    ...lines.slice(0, FIRST_FRAMES),
    `    ... ${omitted} frames omitted ...`,
    ...lines.slice(-LAST_FRAMES),
  ];
}
