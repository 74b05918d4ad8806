/** The package brings no types: the one function that is used here. */
declare module "semver" {
  export function satisfies(
    version: string,
    range: string,
    options?: { includePrerelease?: boolean },
  ): boolean;
}
