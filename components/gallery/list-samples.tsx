"use client";

import Link from "next/link";
import { type ReactNode, useRef } from "react";
import { RunStatusLabel } from "#components/runs/run-status.tsx";
import { cn } from "#components/ui/cn.ts";
import { InspectorSplit } from "#components/ui/inspector-split.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { Cell, HeadCell, ROW_LINK_STYLE, Row, Table, TableScroll } from "#components/ui/table.tsx";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "#components/ui/tabs.tsx";
import { VirtualList } from "#components/ui/virtual-list.tsx";
import { Sample } from "./sample.tsx";

const RUNS = [
  { id: "run_ab12", task: "send-email", status: "COMPLETED", ms: "843 ms" },
  { id: "run_cd34", task: "a-task-with-a-name-that-does-not-end", status: "FAILED", ms: "12.4 s" },
] as const;
const LINES = ["Attempt 1", "Sending", "Sent"];

export function Lists({ theme }: { theme: string }): ReactNode {
  return (
    <Sample title="Lists">
      <TableScroll>
        <Table>
          <thead>
            <tr>
              <HeadCell>Status</HeadCell>
              <HeadCell>Task</HeadCell>
              <HeadCell className="text-right">Duration</HeadCell>
            </tr>
          </thead>
          <tbody>
            {RUNS.map(({ id, task, status, ms }) => (
              <Row key={id}>
                <Cell>
                  <RunStatusLabel status={status} />
                </Cell>
                <Cell className="max-w-40">
                  <Link href="/gallery" className={cn(ROW_LINK_STYLE, "block truncate")}>
                    {task}
                  </Link>
                </Cell>
                <Cell className="text-right tabular-nums">{ms}</Cell>
              </Row>
            ))}
          </tbody>
        </Table>
      </TableScroll>
      <TabLinks
        label={`Pages, ${theme.toLowerCase()}`}
        tabs={[
          { href: "/gallery", label: "Gallery" },
          { href: "/docs", label: "Docs" },
        ]}
      />
      <div className="h-40 rounded-panel border border-border">
        <InspectorSplit
          storageKey={`gallery-${theme}`}
          defaultPx={280}
          main={<Lines />}
          inspector={<InspectorTabs />}
        />
      </div>
    </Sample>
  );
}

function InspectorTabs(): ReactNode {
  return (
    <Tabs defaultValue="overview">
      <TabsList>
        <TabsTrigger value="overview">Overview</TabsTrigger>
        <TabsTrigger value="output">Output</TabsTrigger>
      </TabsList>
      <TabsContent value="overview" className="px-4 py-2">
        What happened
      </TabsContent>
      <TabsContent value="output" className="px-4 py-2">
        What came of it
      </TabsContent>
    </Tabs>
  );
}

function Lines(): ReactNode {
  const scroll = useRef<HTMLDivElement>(null);
  return (
    <div ref={scroll} className="px-4 py-2">
      <VirtualList items={LINES} scrollRef={scroll} rowHeightPx={24} keyOf={(line) => line}>
        {(line) => <span>{line}</span>}
      </VirtualList>
    </div>
  );
}
