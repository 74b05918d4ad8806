/** Under this name (a registered symbol) the runner takes the exports of bundled modules to have them patched. */
export const MODULE_PATCHES = "pawl.module-patches";

/** A file of a bundled package that an instrumentation of the config wants to patch. */
export interface ModulePatch {
  packageName: string;
  version: string;
  /** As the instrumentation names it: the package, or `package/lib/file.js`. */
  name: string;
  /** Those of its version ranges that the installed version is in. */
  ranges: string[];
}
