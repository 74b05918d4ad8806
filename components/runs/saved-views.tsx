"use client";

import { Bookmark, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Input } from "#components/ui/input.tsx";
import { addNamedText, parseNamedTexts } from "#components/ui/named-texts.ts";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import { useStored } from "#components/ui/use-stored.ts";
import {
  formatRunsSearch,
  hasFilters,
  parseRunsSearch,
  type RunsSearch,
  withoutPage,
} from "./runs-search.ts";

const BUILT_IN = [
  {
    name: "Failed in the last day",
    text: "statuses=FAILED,CRASHED,TIMED_OUT,SYSTEM_FAILURE&period=1d",
  },
  { name: "Executing now", text: "statuses=DEQUEUED,EXECUTING" },
  { name: "Waiting for something", text: "statuses=PENDING_VERSION,DELAYED,QUEUED,WAITING" },
];

type Props = { search: RunsSearch; onSearch: (next: RunsSearch) => void };

/** Filters under names of one's own, kept in this browser; a link shares them. */
export function SavedViews({ search, onSearch }: Props): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  const [stored, store] = useStored("pawl.run-views");
  const [name, setName] = useState("");
  const views = parseNamedTexts(stored);
  const current = formatRunsSearch(withoutPage(search));
  const open = (text: string) => {
    onSearch(parseRunsSearch(new URLSearchParams(text)));
    setIsOpen(false);
  };
  const save = () => {
    if (name.trim() === "") return;
    store(JSON.stringify(addNamedText(views, { name: name.trim(), text: current })));
    setName("");
  };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button size="icon" variant="ghost" label="Saved views" shortcut="v">
          <Bookmark aria-hidden className="size-4" />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Saved views" className="w-80 p-1">
        <ul>
          {[...views, ...BUILT_IN].map((view, index) => (
            <li
              key={view.name}
              className="flex min-w-0 items-center rounded-control hover:bg-raised"
            >
              <button
                type="button"
                aria-current={view.text === current || undefined}
                onClick={() => open(view.text)}
                className="h-8 min-w-0 flex-1 truncate px-2 text-left aria-[current]:text-accent"
              >
                {view.name}
              </button>
              {index < views.length && (
                <Button
                  size="icon"
                  variant="ghost"
                  label={`Delete the view ${view.name}`}
                  onClick={() => store(JSON.stringify(views.filter((one) => one !== view)))}
                >
                  <Trash2 aria-hidden className="size-3.5" />
                </Button>
              )}
            </li>
          ))}
        </ul>
        {hasFilters(search) && (
          <form
            className="mt-1 flex gap-2 border-border border-t p-2"
            onSubmit={(event) => {
              event.preventDefault();
              save();
            }}
          >
            <Input
              aria-label="Name of this view"
              placeholder="Name these filters…"
              className="h-7"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <Button size="small" type="submit">
              Save view
            </Button>
          </form>
        )}
      </PopoverContent>
    </Popover>
  );
}
