import type { ReactNode } from "react";
import { Controls, Fields } from "./control-samples.tsx";
import { Floating } from "./floating-samples.tsx";
import { Lists } from "./list-samples.tsx";
import { OtherStates, RunStatuses, Tones } from "./status-samples.tsx";
import { Messages, Values } from "./value-samples.tsx";

/** Light and dark beside each other: `color-scheme` decides what every token of a panel means. */
export function Gallery(): ReactNode {
  return (
    <main className="flex flex-col gap-4 p-4">
      <header className="flex flex-col gap-1">
        <h1 className="font-semibold text-title">Gallery</h1>
        <p className="text-text-muted">
          Every primitive and every status, light and dark. For whoever changes one: it is shown
          outside production, or with PAWL_GALLERY=1. What floats has the theme of the page.
        </p>
      </header>
      <div className="grid gap-4 xl:grid-cols-2">
        <Panel name="Light" theme="light" />
        <Panel name="Dark" theme="dark" />
      </div>
    </main>
  );
}

function Panel({ name, theme }: { name: string; theme: "light" | "dark" }): ReactNode {
  return (
    <section
      aria-label={name}
      data-theme={theme}
      className="flex min-w-0 flex-col gap-10 rounded-panel border bg-background p-4 text-text"
    >
      <RunStatuses />
      <OtherStates />
      <Tones />
      <Controls />
      <Fields />
      <Values theme={name} />
      <Messages />
      <Lists theme={name} />
      <Floating />
    </section>
  );
}
