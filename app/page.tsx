import { redirect } from "next/navigation";
import { homePath } from "./_lib/home-path.ts";
import { requireWorkspace } from "./_lib/session.ts";

/** The first environment of the first project; where there is none, the page that makes one. */
export default async function Home() {
  redirect(homePath(await requireWorkspace()) ?? "/new/project");
}
