import {
  Activity,
  BookOpen,
  Boxes,
  Braces,
  Bug,
  CalendarClock,
  FlaskConical,
  KeyRound,
  Layers,
  ListChecks,
  ListTree,
  type LucideIcon,
  Rocket,
  ScrollText,
  Server,
  Settings,
  SquareFunction,
  Ticket,
  Users,
} from "lucide-react";
import type { Paths } from "#components/workspace/paths.ts";

export type Section = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Two keys, one after the other. */
  shortcut: string;
};

export type SectionGroup = { heading: string; sections: Section[] };

/** The pages of an environment, for the sidebar and the command menu. */
export function sectionGroups(paths: Paths): SectionGroup[] {
  return [
    {
      heading: "Run",
      sections: [
        { href: paths.tasks, label: "Tasks", icon: SquareFunction, shortcut: "g t" },
        { href: paths.test, label: "Test", icon: FlaskConical, shortcut: "g e" },
        { href: paths.runs, label: "Runs", icon: ListTree, shortcut: "g r" },
        { href: paths.batches, label: "Batches", icon: Boxes, shortcut: "g a" },
        { href: paths.errors, label: "Errors", icon: Bug, shortcut: "g x" },
        { href: paths.logs, label: "Logs", icon: ScrollText, shortcut: "g l" },
        { href: paths.queues, label: "Queues", icon: Layers, shortcut: "g q" },
        { href: paths.tokens, label: "Waitpoint tokens", icon: Ticket, shortcut: "g p" },
        { href: paths.bulkActions, label: "Bulk actions", icon: ListChecks, shortcut: "g b" },
        { href: paths.schedules, label: "Schedules", icon: CalendarClock, shortcut: "g s" },
      ],
    },
    {
      heading: "Manage",
      sections: [
        {
          href: paths.environmentVariables,
          label: "Environment variables",
          icon: Braces,
          shortcut: "g v",
        },
        { href: paths.apiKeys, label: "API keys", icon: KeyRound, shortcut: "g k" },
        { href: paths.members, label: "Members", icon: Users, shortcut: "g m" },
        { href: paths.deployments, label: "Deployments", icon: Rocket, shortcut: "g d" },
        { href: paths.workers, label: "Workers", icon: Server, shortcut: "g w" },
        { href: paths.settings, label: "Settings", icon: Settings, shortcut: "g ," },
        { href: paths.status, label: "Status", icon: Activity, shortcut: "g h" },
        { href: "/docs", label: "Docs", icon: BookOpen, shortcut: "g o" },
      ],
    },
  ];
}
