import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { pathText, type SchemaProblem } from "#components/ui/json-schema/problem.ts";

const SHOWN = 5;

/** What does not fit the schema: the run would fail with it, which may be what one wants to see. */
export function MisfitNote(props: {
  misfits: readonly SchemaProblem[];
  onRunAnyway: (button: HTMLElement) => void;
}): ReactNode {
  const { misfits, onRunAnyway } = props;
  if (misfits.length === 0) return null;
  const more = misfits.length - SHOWN;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-start gap-x-4 gap-y-2 border-warning/30 border-t bg-warning-bg px-4 py-2"
    >
      <div className="min-w-0 flex-1">
        <p className="font-medium text-warning">The payload does not fit the task’s schema</p>
        <ul>
          {misfits.slice(0, SHOWN).map(({ path, message }) => (
            <li key={`${pathText(path)} ${message}`}>
              {path.length > 0 && <code className="font-mono text-mono">{pathText(path)} </code>}
              {message}
            </li>
          ))}
          {more > 0 && <li className="text-text-muted">{more} more</li>}
        </ul>
      </div>
      <Button size="small" onClick={(event) => onRunAnyway(event.currentTarget)}>
        Run it anyway
      </Button>
    </div>
  );
}
