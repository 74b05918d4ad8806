import { writeFile } from "node:fs/promises";
import { join } from "node:path";

/** In place of the one that Next brings along, for the case that it cannot draw ours (`app/global-error.tsx`): it says the same. */
export async function writeErrorPage(buildFolder: string): Promise<void> {
  const names = ["pages/500.html", "app/_global-error.html"];
  await Promise.all(names.map((name) => writeFile(join(buildFolder, "server", name), PAGE)));
}

const PAGE = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Not shown · Pawl</title>
<style>
:root { color-scheme: light dark }
body { max-width: 28rem; margin: 6rem auto 0; padding: 0 1rem; font: 13px/20px system-ui, sans-serif; background: light-dark(#fff, #0b0c0f); color: light-dark(#1a1b1f, #e8e9ec) }
h1 { font-size: 16px; line-height: 24px; font-weight: 600 }
a { color: light-dark(#5145cd, #a095ff) }
</style>
</head>
<body>
<main>
<h1>Pawl could not be shown</h1>
<p>Your runs are not affected: they execute without the dashboard. Load the page again; if it stays like this, <code>npx pawl doctor</code> in a terminal says what is wrong.</p>
<p><a href="">Load it again</a></p>
</main>
</body>
</html>
`;
