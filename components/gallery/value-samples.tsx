"use client";

import { type ReactNode, useState } from "react";
import { Definition, DefinitionList } from "#components/ui/definition-list.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { ErrorCallout } from "#components/ui/error-callout.tsx";
import { formatDuration } from "#components/ui/format-duration.ts";
import { inferSchema } from "#components/ui/json-schema/infer.ts";
import { SchemaForm } from "#components/ui/json-schema/schema-form.tsx";
import { JsonViewer } from "#components/ui/json-viewer.tsx";
import { Snippet } from "#components/ui/snippet.tsx";
import { ClockTime, ExactTime, RelativeTime } from "#components/ui/time.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { WaitingNote } from "#components/ui/waiting-note.tsx";
import { Sample, SampleRow } from "./sample.tsx";

const EXAMPLE = {
  orderId: "order_1001",
  total: 129.9,
  isGift: false,
  coupon: null,
  apiKey: "sk_live_4242424242",
  customer: { name: "Ada Lovelace", address: { city: "London", lines: ["12 St James’s Square"] } },
  items: [{ sku: "A-1", quantity: 2 }],
};
const DURATIONS_MS = [0, 843, 12_400, 185_000, 8_040_000, 273_600_000];
const MOMENT = "2026-03-12T14:03:00.000Z";

export function Values({ theme }: { theme: string }): ReactNode {
  return (
    <Sample title="Values">
      <SampleRow>
        {DURATIONS_MS.map((ms) => (
          <span key={ms} className="tabular-nums">
            {formatDuration(ms)}
          </span>
        ))}
      </SampleRow>
      <DefinitionList>
        <Definition term="Relative">
          <RelativeTime value={MOMENT} />
        </Definition>
        <Definition term="Exact">
          <ExactTime value={MOMENT} />
        </Definition>
        <Definition term="Clock" isMono>
          <ClockTime value={MOMENT} />
        </Definition>
        <Definition term="Missing">{undefined}</Definition>
      </DefinitionList>
      <JsonViewer value={EXAMPLE} fileName={`example-${theme.toLowerCase()}`} />
      <FormOfSchema />
    </Sample>
  );
}

const SCHEMA = inferSchema([EXAMPLE]);

function FormOfSchema(): ReactNode {
  const [value, setValue] = useState<unknown>(EXAMPLE);
  return <SchemaForm root={SCHEMA} schema={SCHEMA} value={value} onChange={setValue} />;
}

export function Messages(): ReactNode {
  return (
    <Sample title="Messages">
      <ErrorCallout
        title="The runs could not be loaded"
        message="The server did not answer within 10 seconds."
        requestId="req_01hzy3v7q2"
        onRetry={() => showToast("Retried")}
      />
      <Snippet code="npx pawl deploy" />
      <EmptyState
        title="No runs yet"
        description="One sentence of what it is, then the exact thing to do."
      >
        <Snippet code="npx pawl deploy" />
        <WaitingNote>Waiting for the first run.</WaitingNote>
      </EmptyState>
    </Sample>
  );
}
