import { redirect } from "next/navigation";
import { requireWorkspace } from "./_lib/session.ts";

/** The first environment of the first project. */
export default async function Home() {
  const workspace = await requireWorkspace();
  for (const organization of workspace.organizations) {
    for (const project of organization.projects) {
      const [environment] = project.environments;
      if (environment) redirect(`/${organization.slug}/${project.slug}/${environment.slug}/tasks`);
    }
  }
  redirect("/account");
}
