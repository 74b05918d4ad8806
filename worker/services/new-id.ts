import { v7 } from "uuid";

/** A fresh row id. Version 7: sorts by creation, also within one process and millisecond. */
export function newId(): string {
  return v7();
}
