import { marked, type Token } from "marked";
import type { ReactNode } from "react";
import { Snippet } from "#components/ui/snippet.tsx";

/** Our own pages, written in this repository: their HTML is ours. Code can be copied. */
export function DocsMarkdown({ source }: { source: string }): ReactNode {
  const tokens = marked.lexer(source);
  return (
    <div className="docs-prose flex min-w-0 flex-col gap-4">
      {tokens.map((token, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of a page never change.
        <Block key={index} token={token} />
      ))}
    </div>
  );
}

function Block({ token }: { token: Token }): ReactNode {
  if (token.type === "space") return null;
  if (token.type === "code") return <Snippet code={String(token.text)} label="Copy the code" />;
  const html = marked.parser([token]);
  return (
    <div
      // A table may be wider than a phone: what scrolls is reached by keyboard.
      {...(token.type === "table" && { tabIndex: 0, role: "region", "aria-label": "Table" })}
      className="min-w-0 overflow-x-auto"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: nobody but this repository writes it.
      dangerouslySetInnerHTML={{ __html: html }}
    />
  );
}
