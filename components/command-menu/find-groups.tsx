"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useCommandState } from "cmdk";
import { Bug, Layers, ListTree, ScrollText, Ticket } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { queueQueries } from "#components/queues/queries.ts";
import { formatRunsSearch, NO_FILTERS } from "#components/runs/runs-search.ts";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { MenuGroup, MenuItem } from "./menu-parts.tsx";

type Props = { search: string; go: (href: string) => void };

const TYPING_PAUSE_MS = 150;
const SHOWN = 20;

/** Queues by name. There can be more than a page holds, so the server looks for them. */
export function QueueGroup({ search, go }: Props): ReactNode {
  const paths = usePaths();
  const wanted = usePaused(search.trim());
  const queues = useQuery({
    ...queueQueries.list(useEnvironmentId(), wanted),
    placeholderData: keepPreviousData,
  });
  const found = queues.data?.data.slice(0, SHOWN) ?? [];
  if (found.length === 0) return null;
  return (
    <MenuGroup heading="Queues">
      {found.map(({ id, name, type }) => (
        <MenuItem
          key={id}
          icon={Layers}
          // A task's own queue has both spellings.
          value={`Queue ${name} ${type === "task" ? `task/${name}` : ""}`}
          onSelect={() => go(paths.queueDetail(id))}
        >
          Queue {name}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

/** The last that can be done with a text: look for it in what runs have left behind. */
export function SearchGroup({ search, go }: Props): ReactNode {
  const paths = usePaths();
  const text = search.trim();
  const count = useCommandState((state) => state.filtered.count);
  const searches = [
    {
      label: "Runs with the tag",
      icon: ListTree,
      href: `${paths.runs}?${formatRunsSearch({ ...NO_FILTERS, tags: [text] })}`,
    },
    { label: "Logs that say", icon: ScrollText, href: `${paths.logs}?${query(text)}` },
    { label: "Errors that say", icon: Bug, href: `${paths.errors}?${query(text)}` },
    {
      label: "Waitpoint tokens with the tag",
      icon: Ticket,
      href: `${paths.tokens}?${query(text)}`,
    },
  ];
  return (
    <MenuGroup
      heading={
        count <= searches.length
          ? `Nothing here is called “${text}”. Look for it in`
          : "Look for it in"
      }
    >
      {searches.map(({ label, icon, href }) => (
        <MenuItem key={label} icon={icon} value={`${label} ${search}`} onSelect={() => go(href)}>
          {label} “{text}”
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

function query(search: string): string {
  return new URLSearchParams({ search }).toString();
}

/** The text once nothing was typed for a moment. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
