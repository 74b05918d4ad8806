/** What follows a page's name in the browser's tab. */
export function titleSuffix(project: { name: string }, environment: { slug: string }): string {
  return ` · ${project.name} ${environment.slug} · Pawl`;
}
