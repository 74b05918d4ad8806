import type { ReactNode } from "react";

export function TaskSection(props: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}): ReactNode {
  return (
    <section aria-label={props.title} className="flex min-w-0 flex-col gap-2">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 className="font-semibold text-section">{props.title}</h2>
        {props.aside}
      </div>
      {props.children}
    </section>
  );
}
