import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { hasUsers } from "#app/_lib/session.ts";
import { SetupForm } from "#components/auth/setup-form.tsx";
import { CenteredPage } from "#components/layout/centered-page.tsx";

export const metadata: Metadata = { title: "Set up Pawl" };

/** Whether there is a user is a question for each request, not for the build. */
export const dynamic = "force-dynamic";

export default async function Page(): Promise<ReactNode> {
  if (await hasUsers()) redirect("/sign-in");
  return (
    <CenteredPage
      title="Set up Pawl"
      description="Create the first account. It administers this instance; everything else can wait."
    >
      <SetupForm />
    </CenteredPage>
  );
}
