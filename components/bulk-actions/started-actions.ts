/** Actions that this tab has made and whose end nobody has seen: a small one may be over before it is looked at. */
const started = new Set<string>();

export function rememberStarted(id: string): void {
  started.add(id);
}

/** True the first time, for one that was made here. */
export function forgetStarted(id: string): boolean {
  return started.delete(id);
}
