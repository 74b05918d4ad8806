import type { Metadata } from "next";
import type { ReactNode } from "react";
import { TasksPage } from "#components/tasks/tasks-page.tsx";

export const metadata: Metadata = { title: "Tasks" };

export default function Page(): ReactNode {
  return <TasksPage />;
}
