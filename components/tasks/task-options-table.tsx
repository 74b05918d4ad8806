import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import type { TaskOption } from "#worker/domain/task-options.ts";
import { optionLabel, optionText, SOURCE_NAMES } from "./option-words.ts";

/** Every option, the set ones as well as those left at their default, each with who set it. */
export function TaskOptionsTable({ options }: { options: readonly TaskOption[] }): ReactNode {
  return (
    <div className="overflow-x-auto rounded-panel border border-border">
      <table className="w-full text-left">
        <thead>
          <tr className="border-border border-b text-text-muted">
            <th className="px-3 py-1.5 font-medium">Option</th>
            <th className="px-3 py-1.5 font-medium">Value</th>
            <th className="px-3 py-1.5 font-medium">From</th>
          </tr>
        </thead>
        <tbody>
          {options.map((option) => (
            <tr key={option.name} className="border-border border-b last:border-b-0">
              <th scope="row" title={option.name} className="px-3 py-1.5 font-normal">
                {optionLabel(option.name)}
              </th>
              <td
                className={cn(
                  "wrap-anywhere min-w-24 px-3 py-1.5 tabular-nums",
                  option.source === "DEFAULT" ? "text-text-muted" : "font-medium",
                )}
              >
                {optionText(option)}
              </td>
              <td
                className={cn(
                  "whitespace-nowrap px-3 py-1.5",
                  option.source === "DEFAULT" && "text-text-muted",
                )}
              >
                {SOURCE_NAMES[option.source]}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
