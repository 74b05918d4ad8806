"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { BookOpen, FlaskConical, ListTree, type LucideIcon } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Primitive } from "radix-ui";
import { type ReactNode, useState } from "react";
import { DOCS_PAGES, docsPath } from "#components/docs/pages.ts";
import { RUN_ID } from "#components/runs/run-id.ts";
import { taskQueries } from "#components/tasks/queries.ts";
import { ShortcutLayer } from "#components/ui/shortcuts.tsx";
import { useEnvironmentId } from "#components/workspace/environment-context.tsx";
import { EnvironmentMark } from "#components/workspace/environment-mark.tsx";
import { usePaths } from "#components/workspace/use-paths.ts";
import { useEnvironmentPaths } from "./environment-switcher.tsx";
import { sectionGroups } from "./sections.ts";

type Props = { isOpen: boolean; onOpenChange: (isOpen: boolean) => void };

/** Ctrl/⌘ K: pages, tasks, environments, and a pasted run id. */
export function CommandMenu({ isOpen, onOpenChange }: Props): ReactNode {
  return (
    <Primitive.Root open={isOpen} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-overlay" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-40 w-[min(36rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-panel border border-border bg-surface shadow-floating outline-none"
        >
          <Primitive.Title className="sr-only">Search and commands</Primitive.Title>
          <ShortcutLayer>
            <CommandList close={() => onOpenChange(false)} />
          </ShortcutLayer>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function CommandList({ close }: { close: () => void }): ReactNode {
  const router = useRouter();
  const paths = usePaths();
  const [search, setSearch] = useState("");
  const tasks = useQuery(taskQueries.list(useEnvironmentId()));
  const environments = useEnvironmentPaths();
  const go = (href: string) => {
    close();
    router.push(href);
  };
  const runId = RUN_ID.exec(search)?.[0];
  return (
    <Command loop label="Search and commands" filter={matchesWords}>
      <Command.Input
        value={search}
        onValueChange={setSearch}
        placeholder="Go to a page, a task, or paste a run id…"
        className="h-12 w-full border-border border-b bg-transparent px-4 text-section outline-none placeholder:text-text-muted"
      />
      <Command.List className="max-h-[min(24rem,60vh)] overflow-y-auto p-1">
        <Command.Empty className="px-3 py-6 text-text-muted">Nothing found</Command.Empty>
        {runId !== undefined && (
          <Group heading="Run">
            <Item
              icon={ListTree}
              value={`${search} open run`}
              onSelect={() => go(paths.run(runId))}
            >
              Open <span className="font-mono text-mono">{runId}</span>
            </Item>
          </Group>
        )}
        <Group heading="Go to">
          {sectionGroups(paths).flatMap(({ sections }) =>
            sections.map(({ href, label, icon }) => (
              <Item key={href} icon={icon} value={label} onSelect={() => go(href)} />
            )),
          )}
        </Group>
        {(tasks.data?.data ?? []).length > 0 && (
          <Group heading="Tasks">
            {tasks.data?.data.flatMap(({ id }) => [
              <Item
                key={`runs ${id}`}
                icon={ListTree}
                value={`Runs of ${id}`}
                onSelect={() => go(paths.runsOfTask(id))}
              />,
              <Item
                key={`test ${id}`}
                icon={FlaskConical}
                value={`Test ${id}`}
                onSelect={() => go(paths.testTask(id))}
              />,
            ])}
          </Group>
        )}
        <Group heading="Docs">
          {DOCS_PAGES.map(({ slug, title, summary }) => (
            <Item
              key={slug}
              icon={BookOpen}
              value={`Docs: ${title} ${summary}`}
              onSelect={() => go(docsPath(slug))}
            >
              Docs: {title}
            </Item>
          ))}
        </Group>
        <Group heading="Switch environment">
          {environments.map(({ env, href }) => (
            <Item
              key={env.id}
              value={`Environment ${env.name} ${env.slug}`}
              onSelect={() => go(href)}
            >
              <EnvironmentMark environment={env} />
            </Item>
          ))}
        </Group>
      </Command.List>
    </Command>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }): ReactNode {
  return (
    <Command.Group
      heading={heading}
      className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-caption [&_[cmdk-group-heading]]:text-text-muted"
    >
      {children}
    </Command.Group>
  );
}

function Item(props: {
  value: string;
  icon?: LucideIcon;
  onSelect: () => void;
  children?: ReactNode;
}): ReactNode {
  const { value, icon: Icon, onSelect, children } = props;
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex min-h-9 min-w-0 items-center gap-2 rounded-control px-3 data-[selected=true]:bg-raised"
    >
      {Icon && <Icon aria-hidden className="size-4 shrink-0 text-text-muted" />}
      <span className="min-w-0 truncate">{children ?? value}</span>
    </Command.Item>
  );
}

/** Every word has to occur. Letters scattered over a long name are no match. */
function matchesWords(value: string, search: string): number {
  const text = value.toLowerCase();
  const words = search.toLowerCase().split(/\s+/);
  return words.every((word) => text.includes(word)) ? 1 : 0;
}
