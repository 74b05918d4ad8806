export function organizationApi(org: string): string {
  return `/api/v1/orgs/${encodeURIComponent(org)}`;
}

export function projectApi(org: string, project: string): string {
  return `${organizationApi(org)}/projects/${encodeURIComponent(project)}`;
}
