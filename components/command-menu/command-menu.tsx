"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { BookOpen, FlaskConical, ListTree, SquareFunction } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Primitive } from "radix-ui";
import { type ReactNode, useRef, useState } from "react";
import { DOCS_PAGES, docsPath } from "#components/docs/pages.ts";
import { useEnvironmentPaths } from "#components/layout/environment-switcher.tsx";
import { sectionGroups } from "#components/layout/sections.ts";
import { taskQueries } from "#components/tasks/queries.ts";
import { ShortcutLayer } from "#components/ui/shortcuts.tsx";
import { useEnvironmentId, usePlace } from "#components/workspace/environment-context.tsx";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import { pathsOf } from "#components/workspace/paths.ts";
import { usePaths } from "#components/workspace/use-paths.ts";
import { EverywhereGroup, PageActionGroup } from "./action-groups.tsx";
import { QueueGroup, SearchGroup } from "./find-groups.tsx";
import { otherEnvironments } from "./id-lookup.ts";
import { MenuGroup, MenuItem } from "./menu-parts.tsx";
import { findPastedId } from "./pasted-id.ts";
import { PastedIdGroup } from "./pasted-id-group.tsx";

type Props = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** Ctrl/⌘ K: pages, tasks, queues, environments, what this page can do, and any id that is pasted. */
export function CommandMenu({ isOpen, onOpenChange }: Props): ReactNode {
  const router = useRouter();
  const afterClose = useRef<() => void>(undefined);
  const close = () => onOpenChange(false);
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Primitive.Content
          aria-describedby={undefined}
          // An action of the page may open a dialog, which is to find the focus back where it was.
          onCloseAutoFocus={() => queueMicrotask(() => afterClose.current?.())}
          className="fixed top-[12vh] left-1/2 z-40 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-panel border border-border bg-surface shadow-floating outline-none"
        >
          <Primitive.Title className="sr-only">Search and commands</Primitive.Title>
          <ShortcutLayer>
            <CommandList
              go={(href) => {
                close();
                router.push(href);
              }}
              act={(action) => {
                afterClose.current = action;
                close();
              }}
            />
          </ShortcutLayer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

type ListProps = { go: (href: string) => void; act: (action: () => void) => void };

function CommandList({ go, act }: ListProps): ReactNode {
  const [search, setSearch] = useState("");
  const pasted = findPastedId(search);
  return (
    <Command loop label="Search and commands" filter={matchesWords}>
      <Command.Input
        value={search}
        onValueChange={setSearch}
        placeholder="Go to a page, a task or a queue, or paste any id…"
        className="h-12 w-full border-border border-b bg-transparent px-4 text-section outline-none placeholder:text-text-muted pointer-coarse:text-[1rem]"
      />
      <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1">
        {pasted && <PastedIdGroup search={search} pasted={pasted} go={go} />}
        <SectionGroup go={go} />
        <PageActionGroup act={act} />
        <TaskGroup go={go} />
        <QueueGroup search={search} go={go} />
        <EnvironmentGroup go={go} />
        <EverywhereGroup go={go} act={act} />
        <DocsGroup go={go} />
        {search.trim() !== "" && !pasted && <SearchGroup search={search} go={go} />}
      </Command.List>
    </Command>
  );
}

type GroupProps = { go: (href: string) => void };

function SectionGroup({ go }: GroupProps): ReactNode {
  return (
    <MenuGroup heading="Go to">
      {sectionGroups(usePaths()).flatMap(({ sections }) =>
        sections.map(({ href, label, icon, shortcut }) => (
          <MenuItem
            key={href}
            icon={icon}
            keys={shortcut}
            value={label}
            onSelect={() => go(href)}
          />
        )),
      )}
    </MenuGroup>
  );
}

function TaskGroup({ go }: GroupProps): ReactNode {
  const paths = usePaths();
  const tasks = useQuery(taskQueries.list(useEnvironmentId()));
  if (tasks.data === undefined || tasks.data.data.length === 0) return null;
  return (
    <MenuGroup heading="Tasks">
      {tasks.data.data.flatMap(({ id }) => [
        <MenuItem
          key={`task ${id}`}
          icon={SquareFunction}
          value={`Task ${id}`}
          onSelect={() => go(paths.task(id))}
        />,
        <MenuItem
          key={`runs ${id}`}
          icon={ListTree}
          value={`Runs of ${id}`}
          onSelect={() => go(paths.runsOfTask(id))}
        />,
        <MenuItem
          key={`test ${id}`}
          icon={FlaskConical}
          value={`Test ${id}`}
          onSelect={() => go(paths.testTask(id))}
        />,
      ])}
    </MenuGroup>
  );
}

/** The section that is shown in the project's other environments, and the other projects. */
function EnvironmentGroup({ go }: GroupProps): ReactNode {
  const place = usePlace();
  const otherProjects = otherEnvironments(place).filter(
    ({ project }) => project.ref !== place.project.ref,
  );
  return (
    <MenuGroup heading="Switch environment">
      {useEnvironmentPaths().map(({ env, href }) => (
        <MenuItem
          key={env.id}
          value={`Environment ${env.name} ${env.slug}`}
          onSelect={() => go(href)}
        >
          <EnvironmentMark environment={env} />
        </MenuItem>
      ))}
      {otherProjects.map((where) => (
        <MenuItem
          key={where.environment.id}
          value={`Project ${where.project.name} ${where.environment.name} ${where.environment.slug}`}
          onSelect={() => go(pathsOf(where).tasks)}
        >
          <EnvironmentMark
            environment={{
              ...where.environment,
              name: `${where.project.name} · ${where.environment.name}`,
            }}
          />
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

function DocsGroup({ go }: GroupProps): ReactNode {
  return (
    <MenuGroup heading="Docs">
      {DOCS_PAGES.map(({ slug, title, summary }) => (
        <MenuItem
          key={slug}
          icon={BookOpen}
          value={`Docs: ${title} ${summary}`}
          onSelect={() => go(docsPath(slug))}
        >
          Docs: {title}
        </MenuItem>
      ))}
    </MenuGroup>
  );
}

/** Every word has to occur. Letters scattered over a long name are no match. */
function matchesWords(value: string, search: string): number {
  const text = value.toLowerCase();
  const words = search.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word)) ? 1 : 0;
}
