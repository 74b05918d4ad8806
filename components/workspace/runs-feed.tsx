"use client";

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react";
import type { RunsChangedMessage } from "#worker/domain/views.ts";
import { createPace } from "./pace.ts";
import { createRecentChanges } from "./recent-changes.ts";

type Listener = (message: RunsChangedMessage) => void;

type Feed = { isConnected: boolean; subscribe: (listener: Listener) => () => void };

const FeedContext = createContext<Feed>({ isConnected: false, subscribe: () => () => {} });

/** What is said to listeners after a gap: anything may have changed. */
const EVERYTHING: RunsChangedMessage = { runIds: [], isTruncated: true };

const RETRY_MS = 3_000;

/** One event stream per tab for the environment that is shown. */
export function RunsFeed(props: { environmentId: string; children: ReactNode }): ReactNode {
  const { environmentId, children } = props;
  const listeners = useRef(new Set<Listener>());
  const [recent] = useState(createRecentChanges);
  const [isConnected, setIsConnected] = useState(true);
  useEffect(() => {
    const tell = (message: RunsChangedMessage) => {
      recent.add(message);
      for (const listener of listeners.current) listener(message);
    };
    return openStream(`/realtime/environments/${environmentId}`, tell, setIsConnected);
  }, [environmentId, recent]);
  const [subscribe] = useState(() => (listener: Listener) => {
    listeners.current.add(listener);
    // A part of the page that comes alive late shows what the server read before.
    const missed = recent.gathered();
    if (missed) listener(missed);
    return () => listeners.current.delete(listener);
  });
  return <FeedContext.Provider value={{ isConnected, subscribe }}>{children}</FeedContext.Provider>;
}

/**
 * Open while the tab is in sight. Over HTTP/1.1 a browser has six connections per server for all its
 * tabs together: hidden ones that keep a stream each would starve the one that is looked at.
 */
function openStream(url: string, tell: Listener, onConnected: (is: boolean) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // What the page shows was read before the stream is open.
  let hasGap = true;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  };
  const open = () => {
    close();
    source = new EventSource(url);
    source.onopen = () => {
      onConnected(true);
      if (hasGap) tell(EVERYTHING);
      hasGap = false;
    };
    source.onmessage = (event) => {
      const message = parseMessage(event.data);
      if (message) tell(message);
    };
    source.onerror = () => {
      hasGap = true;
      onConnected(false);
      // The browser retries a dropped stream itself, but gives up for good on an HTTP error.
      if (source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(open, RETRY_MS);
    };
  };
  const onVisibility = () => {
    if (document.visibilityState === "visible") return open();
    hasGap = true;
    close();
  };
  document.addEventListener("visibilitychange", onVisibility);
  if (document.visibilityState === "visible") open();
  return () => {
    document.removeEventListener("visibilitychange", onVisibility);
    close();
  };
}

function parseMessage(data: unknown): RunsChangedMessage | undefined {
  try {
    const parsed: unknown = JSON.parse(String(data));
    return isRunsChanged(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function isRunsChanged(value: unknown): value is RunsChangedMessage {
  return (
    typeof value === "object" && value !== null && "runIds" in value && Array.isArray(value.runIds)
  );
}

export function useIsFeedConnected(): boolean {
  return useContext(FeedContext).isConnected;
}

/** What a glance may lag behind: with the way from the commit to here, a quarter of a second. */
const GAP_MS = 120;

export type RunsChangedOptions = {
  /** At least, from one call to the next; what comes between is gathered. */
  gapMs?: number;
  /** What else changes is not told, and does not make what matters wait. */
  concerns?: (message: RunsChangedMessage) => boolean;
};

/** Calls back with the runs that changed, at the pace at which it answers. */
export function useRunsChanged(
  onChange: (message: RunsChangedMessage) => unknown,
  { gapMs = GAP_MS, concerns = () => true }: RunsChangedOptions = {},
): void {
  const { subscribe } = useContext(FeedContext);
  const latest = useRef({ onChange, concerns });
  useEffect(() => {
    latest.current = { onChange, concerns };
  });
  useEffect(() => {
    const gathered = { ids: new Set<string>(), isTruncated: false };
    const pace = createPace(() => {
      const message = { runIds: [...gathered.ids], isTruncated: gathered.isTruncated };
      gathered.ids.clear();
      gathered.isTruncated = false;
      return latest.current.onChange(message);
    }, gapMs);
    const unsubscribe = subscribe((message) => {
      if (!latest.current.concerns(message)) return;
      for (const id of message.runIds) gathered.ids.add(id);
      gathered.isTruncated ||= message.isTruncated;
      pace.ring();
    });
    return () => {
      pace.stop();
      unsubscribe();
    };
  }, [subscribe, gapMs]);
}
