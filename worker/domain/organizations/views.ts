import type { MemberRole } from "../permissions.ts";
import type { EnvironmentView } from "../views.ts";

/** `GET /api/v1/orgs/{org}/members`. */
export interface MembersView {
  members: MemberView[];
  /** Open links, for those who may invite. */
  invitations: InvitationView[];
}

export interface MemberView {
  userId: string;
  name: string;
  email: string;
  role: MemberRole;
  joinedAt: string;
}

export interface InvitationView {
  id: string;
  role: MemberRole;
  /** For whom it is, as a note. */
  email?: string;
  createdBy: string;
  createdAt: string;
  expiresAt: string;
}

/** What somebody who holds an invitation's link is told. */
export interface OpenInvitationView {
  organization: { slug: string; name: string };
  role: MemberRole;
  email?: string;
  createdBy: string;
  expiresAt: string;
}

/** `GET /api/v1/orgs/{org}/projects/{project}/environments`: what is set, and what would stop with it. */
export interface EnvironmentSettingsView extends EnvironmentView {
  concurrencyLimit: number;
  pausedAt?: string;
  pausedBy?: string;
  createdAt: string;
  running: number;
  /** Counted no further than 10 000. */
  queued: number;
}

/** Somebody else who may say who a person is. */
export interface SignInProvider {
  id: string;
  /** On its button. */
  name: string;
}

/** `GET /api/account/sessions`: where a person is signed in. */
export interface SessionView {
  id: string;
  /** Such as `Firefox on Linux`. */
  device: string;
  userAgent?: string;
  ipAddress?: string;
  signedInAt: string;
  /** Right to a few minutes. */
  lastSeenAt: string;
  isCurrent: boolean;
}
