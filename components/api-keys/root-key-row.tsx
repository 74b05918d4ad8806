"use client";

import { Eye, EyeOff, RefreshCw } from "lucide-react";
import { type ReactNode, useState } from "react";
import { describeError } from "#components/api/api-error.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmDialog } from "#components/ui/confirm-dialog.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { RelativeTime } from "#components/ui/time.tsx";
import { showToast } from "#components/ui/toast.tsx";
import { useEnvironmentId, usePlace } from "#components/workspace/environment-context.tsx";
import type { ApiKeyView } from "#worker/domain/views.ts";
import { useRegenerateApiKey } from "./mutations.ts";
import { fetchApiKeySecret } from "./queries.ts";

export function RootKeyRow({ root }: { root: ApiKeyView }): ReactNode {
  const environmentId = useEnvironmentId();
  const [secret, setSecret] = useState<string>();
  const [isRevealing, setIsRevealing] = useState(false);
  const [isAsking, setIsAsking] = useState(false);
  const reveal = async () => {
    setIsRevealing(true);
    try {
      setSecret(await fetchApiKeySecret(environmentId, root.id));
    } catch (error) {
      showToast(`The key could not be read: ${describeError(error).message}`, "danger");
    } finally {
      setIsRevealing(false);
    }
  };
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <div className="flex h-8 min-w-0 flex-1 basis-72 items-center gap-1 rounded-control border border-border-strong bg-surface pr-0.5 pl-2.5">
          <code className="min-w-0 flex-1 truncate font-mono text-mono">
            {secret ?? root.masked}
          </code>
          <Button
            size="icon"
            variant="ghost"
            label={secret === undefined ? "Reveal key" : "Hide key"}
            isPending={isRevealing}
            onClick={() => (secret === undefined ? void reveal() : setSecret(undefined))}
          >
            {!isRevealing &&
              (secret === undefined ? (
                <Eye aria-hidden className="size-3.5" />
              ) : (
                <EyeOff aria-hidden className="size-3.5" />
              ))}
          </Button>
          <CopyButton value={() => fetchApiKeySecret(environmentId, root.id)} label="Copy key" />
        </div>
        <Button onClick={() => setIsAsking(true)}>
          <RefreshCw aria-hidden className="size-3.5" />
          Regenerate…
        </Button>
      </div>
      <p className="text-caption text-text-muted">
        Created <RelativeTime value={root.createdAt} />
        {" · "}
        {root.lastUsedAt === undefined ? (
          "never used"
        ) : (
          <>
            last used <RelativeTime value={root.lastUsedAt} />
          </>
        )}
      </p>
      <RegenerateDialog
        root={root}
        isOpen={isAsking}
        onOpenChange={setIsAsking}
        onRegenerated={setSecret}
      />
    </div>
  );
}

function RegenerateDialog(props: {
  root: ApiKeyView;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onRegenerated: (secret: string) => void;
}): ReactNode {
  const { environment } = usePlace();
  const regenerate = useRegenerateApiKey();
  const start = () =>
    regenerate.mutate(props.root.id, {
      onSuccess: ({ secret }) => {
        props.onRegenerated(secret);
        props.onOpenChange(false);
      },
    });
  return (
    <ConfirmDialog
      isOpen={props.isOpen}
      onOpenChange={props.onOpenChange}
      title={`Regenerate the root key of ${environment.name}?`}
      description="A new key is made and shown. The old key works for 24 more hours, so you can replace it everywhere without a gap; then requests with it are refused. Runs are not affected."
      confirmLabel="Regenerate key"
      dismissLabel="Keep the key"
      typeToConfirm={environment.slug}
      isPending={regenerate.isPending}
      error={regenerate.isError ? describeError(regenerate.error) : undefined}
      onConfirm={start}
    />
  );
}
