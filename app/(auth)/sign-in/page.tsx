import type { Metadata } from "next";
import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { services } from "#app/_lib/services.ts";
import { hasUsers, isSignedIn } from "#app/_lib/session.ts";
import { signInProviders } from "#app/_lib/sign-in-providers.ts";
import { safeNextPath } from "#components/auth/next-path.ts";
import { providerError } from "#components/auth/provider-error.ts";
import { SignInForm } from "#components/auth/sign-in-form.tsx";
import { CenteredPage } from "#components/layout/centered-page.tsx";

export const metadata: Metadata = { title: "Sign in" };

type Props = {
  searchParams: Promise<{ next?: string | string[]; error?: string | string[] }>;
};

export default async function Page({ searchParams }: Props): Promise<ReactNode> {
  const { next: wished, error } = await searchParams;
  const next = safeNextPath(wished);
  if (await isSignedIn()) redirect(next);
  if (!(await hasUsers())) redirect("/setup");
  return (
    <CenteredPage title="Sign in to Pawl">
      <SignInForm
        next={next}
        providers={signInProviders(services().env)}
        problem={providerError(error)}
      />
    </CenteredPage>
  );
}
