import { CircleCheck, CircleHelp, CircleX, type LucideIcon, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { RelativeTime } from "#components/ui/time.tsx";
import { TONE_CHIP, type Tone } from "#components/ui/tone.ts";
import type { InstallationStatus, StatusVerdict } from "#sdk/wire/status.ts";

const VERDICTS: Record<StatusVerdict, { label: string; tone: Tone; icon: LucideIcon }> = {
  EXECUTES: { label: "Runs execute", tone: "success", icon: CircleCheck },
  UNPROVEN: { label: "No fault seen, not proven", tone: "neutral", icon: CircleHelp },
  DEGRADED: { label: "Something is wrong", tone: "warning", icon: TriangleAlert },
  BLOCKED: { label: "Nothing executes", tone: "danger", icon: CircleX },
};

export function VerdictBanner({ status }: { status: InstallationStatus }): ReactNode {
  const { label, tone, icon: Icon } = VERDICTS[status.verdict];
  return (
    <div role="status" className={cn("flex gap-3 rounded-panel p-4", TONE_CHIP[tone])}>
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="min-w-0">
        <p className="font-semibold text-title">{label}</p>
        {/* The summary says it as well where it stands alone, in a terminal. */}
        <p className="break-words text-text">{withoutLabel(status.summary, label)}</p>
        <p className="text-caption text-text-muted">
          Looked at <RelativeTime value={status.at} />
        </p>
      </div>
    </div>
  );
}

function withoutLabel(summary: string, label: string): string {
  const said = `${label}: `;
  return summary.startsWith(said) ? summary.slice(said.length) : summary;
}
