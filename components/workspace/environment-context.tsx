"use client";

import { createContext, type ReactNode, useContext } from "react";
import { type Action, can, lowestRole, type Target } from "#worker/domain/permissions.ts";
import type { EnvironmentView, WorkspaceView } from "#worker/domain/views.ts";
import { ROLE_NAMES } from "./role-names.ts";

export type Role = WorkspaceView["organizations"][number]["role"];

/** Where this page is: everything below the dashboard's layout may ask. */
export type Place = {
  workspace: WorkspaceView;
  organization: { slug: string; name: string; role: Role };
  project: { ref: string; slug: string; name: string };
  environment: EnvironmentView;
};

const PlaceContext = createContext<Place | undefined>(undefined);

export function PlaceProvider(props: { place: Place; children: ReactNode }): ReactNode {
  return <PlaceContext.Provider value={props.place}>{props.children}</PlaceContext.Provider>;
}

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === undefined)
    throw new Error("usePlace is only for pages below [org]/[project]/[env]");
  return place;
}

/** For what also stands on pages of no environment. */
export function usePlaceIfAny(): Place | undefined {
  return useContext(PlaceContext);
}

export function useEnvironmentId(): string {
  return usePlace().environment.id;
}

/** Every environment of the project that is shown, in the order of the switcher. */
export function useProjectEnvironments(): EnvironmentView[] {
  const { workspace, organization, project } = usePlace();
  const org = workspace.organizations.find((one) => one.slug === organization.slug);
  return org?.projects.find((one) => one.slug === project.slug)?.environments ?? [];
}

/** Why this person's role does not allow something; undefined when it does. */
export function useDeniedReason(action: Action, type: Target["type"]): string | undefined {
  const { organization, workspace } = usePlace();
  const { role, name } = organization;
  if (can({ kind: "user", userId: workspace.user.id, role }, action, [{ type }])) return undefined;
  const needed = ROLE_NAMES[lowestRole(action, type)].toLowerCase();
  return `Your role in ${name} is ${ROLE_NAMES[role].toLowerCase()}. This takes ${needed === "owner" || needed === "admin" ? "an" : "a"} ${needed}.`;
}

/** Why this person may not change anything here; undefined when they may. */
export function useReadOnlyReason(): string | undefined {
  const { organization } = usePlace();
  return organization.role === "VIEWER"
    ? `Your role in ${organization.name} is viewer: you can see everything and change nothing.`
    : undefined;
}
