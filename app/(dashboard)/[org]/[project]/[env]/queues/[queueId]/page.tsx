import type { Metadata } from "next";
import type { ReactNode } from "react";
import { type EnvironmentParams, Prefetch } from "#app/_lib/prefetch.tsx";
import { queueQueries } from "#components/queues/queries.ts";
import { QueuePage } from "#components/queues/queue-page.tsx";
import { getQueueMetrics } from "#worker/services/queues/get-metrics.ts";

export const metadata: Metadata = { title: "Queue" };

type Props = { params: Promise<EnvironmentParams & { queueId: string }> };

export default async function Page({ params }: Props): Promise<ReactNode> {
  const { queueId } = await params;
  return (
    <Prefetch
      params={params}
      queries={(ctx, environmentId) => [
        {
          queryKey: queueQueries.detail(environmentId, queueId).queryKey,
          read: () => getQueueMetrics(ctx, { type: "id", value: queueId }),
        },
      ]}
    >
      <QueuePage queueId={queueId} />
    </Prefetch>
  );
}
