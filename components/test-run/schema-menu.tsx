"use client";

import { Braces } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { Popover, PopoverContent, PopoverTrigger } from "#components/ui/popover.tsx";
import type { PayloadShape } from "./payload-shape.ts";

/** What payloads look like, and who says so. */
export function SchemaMenu({ shape, taskId }: { shape: PayloadShape; taskId: string }): ReactNode {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button size="small" label="Schema">
          <Braces aria-hidden className="size-3.5" />
          <span className="max-sm:sr-only">Schema</span>
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="flex w-96 flex-col gap-2 p-3" aria-label="Schema">
        <p className="text-text-muted">{WORDS[shape.from]}</p>
        {shape.schema !== undefined && (
          <JsonViewer value={shape.schema} fileName={`${taskId}-schema`} />
        )}
      </PopoverContent>
    </Popover>
  );
}

const WORDS: Record<PayloadShape["from"], string> = {
  task: "The task declares it: a payload that does not fit is refused before its code runs.",
  runs: "The task declares none. This is what its newest payloads have in common.",
  nobody:
    "The task declares none, and no run has a payload to infer one from. schemaTask declares one.",
};
