"use client";

import { useEffect } from "react";
import { holdTitle } from "#components/layout/page-title.ts";
import { TONE_TEXT, type Tone } from "#components/ui/tone.ts";
import type { RunObject } from "#sdk/wire/api.ts";
import { shortRunId } from "./run-id.ts";
import { RUN_STATUS } from "./run-status.tsx";

/** The browser tab says how the run is doing: `✓ send-email · run_ab12…`, and a dot in its colour. */
export function useRunTabMark(run: RunObject | undefined): void {
  const status = run?.status;
  const taskId = run?.taskIdentifier;
  const id = run?.id;
  useEffect(() => {
    if (status === undefined || taskId === undefined || id === undefined) return;
    const { mark, tone } = RUN_STATUS[status];
    const stopHolding = holdTitle(`${mark} ${taskId} · ${shortRunId(id)}`);
    const restoreIcon = showIcon(tone);
    return () => {
      stopHolding();
      restoreIcon();
    };
  }, [status, taskId, id]);
}

/** A link of our own beside the page's: the last one wins, and removing it restores the old one. */
function showIcon(tone: Tone): () => void {
  const link = document.createElement("link");
  link.rel = "icon";
  link.type = "image/svg+xml";
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="12" fill="${toneColour(tone)}"/></svg>`;
  link.href = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  document.head.append(link);
  return () => link.remove();
}

/** Asked of the style sheet, which is the only place that names colours. */
function toneColour(tone: Tone): string {
  const probe = document.createElement("span");
  probe.className = TONE_TEXT[tone];
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}
