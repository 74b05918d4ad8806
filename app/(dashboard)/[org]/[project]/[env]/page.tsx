import { redirect } from "next/navigation";
import { environmentPath } from "#components/workspace/paths.ts";

type Props = { params: Promise<{ org: string; project: string; env: string }> };

/** An environment opens with its tasks. */
export default async function Page({ params }: Props): Promise<never> {
  const { org, project, env } = await params;
  redirect(`${environmentPath({ org, project, env })}/tasks`);
}
