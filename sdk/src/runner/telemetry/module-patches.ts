import type { ModulePatch } from "../../wire/module-patch.ts";
import { MODULE_PATCHES } from "../../wire/module-patch.ts";

interface PatchedFile {
  name: string;
  supportedVersions: string[];
  patch?(exports: unknown, version: string): unknown;
}

export interface PatchedModule extends PatchedFile {
  files?: PatchedFile[];
}

/** Patches modules of the bundle when they are loaded, as the instrumentations would when they are required. */
export function providePatches(modules: PatchedModule[]): void {
  const apply = (file: ModulePatch, exports: unknown): unknown => {
    const wanted = modules
      .filter(({ name }) => name === file.packageName)
      .flatMap((module) => [module, ...(module.files ?? [])])
      .filter(({ name, supportedVersions }) => {
        return name === file.name && supportedVersions.some((range) => file.ranges.includes(range));
      });
    return wanted.reduce(
      (patched, { patch }) => patch?.(patched, file.version) ?? patched,
      exports,
    );
  };
  Reflect.set(globalThis, Symbol.for(MODULE_PATCHES), apply);
}
