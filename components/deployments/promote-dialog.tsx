"use client";

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { describeError } from "#components/api/api-error.ts";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { useEnvironmentId, usePlace } from "#components/workspace/environment-context.tsx";
import type { TaskChange } from "#sdk/wire/deployment.ts";
import { ChangeList } from "./change-list.tsx";
import { deploymentQueries, usePromote } from "./queries.ts";

/** Says what becomes of runs, and what promoting changes against the version that is current now. */
export function PromoteDialog(props: { version: string; onClose: () => void }): ReactNode {
  const { version, onClose } = props;
  const { environment } = usePlace();
  const detail = useQuery(deploymentQueries.detail(useEnvironmentId(), version));
  const promote = usePromote();
  const current = detail.data?.current;
  const isOlder = current !== undefined && isBefore(version, current.version);
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`${isOlder ? "Roll back to" : "Promote"} ${version} in ${environment.slug}?`}
      description={
        <>
          <p>
            New runs and those that are queued take this version when they start. What executes or
            waits stays in its version, and so do retries.
          </p>
          {current !== undefined && <Effect changes={current.changes} />}
        </>
      }
      confirmLabel={isOlder ? "Roll back" : "Promote version"}
      dismissLabel={current === undefined ? "Keep it as it is" : `Keep ${current.version}`}
      isDestructive={isOlder}
      isPending={promote.isPending}
      error={promote.isError ? describeError(promote.error) : undefined}
      onConfirm={() => promote.mutate(version, { onSuccess: onClose })}
    />
  );
}

function Effect({ changes }: { changes: TaskChange[] }): ReactNode {
  const gone = changes.filter(({ kind }) => kind === "REMOVED");
  return (
    <>
      {gone.length > 0 && (
        <p className="mt-2 text-warning">
          Queued runs of tasks that it does not have wait until a version has them.
        </p>
      )}
      <div className="mt-3 text-text">
        <ChangeList changes={changes} />
      </div>
    </>
  );
}

/** `20260312.10` comes after `20260312.9`. */
function isBefore(a: string, b: string): boolean {
  const [dayA = "", numberA] = a.split(".");
  const [dayB = "", numberB] = b.split(".");
  return dayA === dayB ? Number(numberA) < Number(numberB) : dayA < dayB;
}
