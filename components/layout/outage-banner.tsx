"use client";

import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { isOutage } from "#components/api/api-error.ts";
import { useHealth } from "./use-health.ts";

/** On every page, for as long as Pawl cannot be asked; then everything on the page is asked for again. */
export function OutageBanner(): ReactNode {
  const client = useQueryClient();
  const [isSuspected, setIsSuspected] = useState(false);
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        const hasFailed = event.type === "updated" && event.action.type === "error";
        if (hasFailed && isOutage(event.query.state.error)) setIsSuspected(true);
      }),
    [client],
  );
  if (!isSuspected) return null;
  return (
    <Lookout
      onOver={() => {
        setIsSuspected(false);
        void client.invalidateQueries();
      }}
    />
  );
}

function Lookout(props: { onOver: () => void }): ReactNode {
  const { isAsked, reason } = useHealth("database");
  const tell = useEffectEvent(props.onOver);
  const isOver = isAsked && reason === null;
  useEffect(() => {
    if (isOver) tell();
  }, [isOver]);
  if (reason === null) return null;
  return (
    <div
      role="alert"
      className="flex min-h-10 shrink-0 items-center gap-3 border-border border-b bg-danger-bg px-4 py-1.5"
    >
      <CircleAlert aria-hidden className="size-4 shrink-0 text-danger" />
      <p className="min-w-0 flex-1">
        <span className="font-medium text-danger">{reason}</span> What is shown is from before. Runs
        that are queued wait, none is lost; this page goes on by itself.
      </p>
    </div>
  );
}
