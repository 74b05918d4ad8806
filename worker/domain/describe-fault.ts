/**
 * What a log may say of a fault of ours: its code, message and stack. The rest of an error object may hold what
 * belongs to a tenant: Postgres puts the row that it refuses, payload included, into `detail`.
 */
export function describeFault(fault: unknown): string {
  if (!(fault instanceof Error)) return `no error, but of type ${typeof fault}`;
  const code = "code" in fault && typeof fault.code === "string" ? `${fault.code} ` : "";
  return code + (fault.stack ?? fault.message);
}
