import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { ExactTime } from "#components/ui/time.tsx";
import type { LogPageView } from "#worker/domain/insight/views.ts";

/** Where the list ends, and why: more lines, the bound of a search, or the end of the time that was asked for. */
export function SearchedNote(props: {
  page: LogPageView | undefined;
  isPending: boolean;
  onMore: () => void;
}): ReactNode {
  const { page, isPending, onMore } = props;
  if (page === undefined) return null;
  const { searched, next } = page;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-text-muted">
      {searched !== undefined && (
        <p>
          The newest {searched.lines.toLocaleString("en")} lines were searched, back to{" "}
          <ExactTime value={searched.since} />.
        </p>
      )}
      {next === undefined ? (
        <p>That is all of this time.</p>
      ) : (
        <Button size="small" isPending={isPending} onClick={onMore}>
          {searched === undefined ? "Older lines" : "Search further back"}
        </Button>
      )}
    </div>
  );
}
