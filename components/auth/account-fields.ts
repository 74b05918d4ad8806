export const MIN_PASSWORD_LENGTH = 8;

export type AccountField = "name" | "email" | "password" | "currentPassword";

/** Checked here only to answer at once; the server checks again. */
export function fieldProblem(field: AccountField, value: string): string | undefined {
  const text = value.trim();
  if (field === "email") {
    if (text === "") return "Enter your email address";
    return /^\S+@\S+\.\S+$|^\S+@localhost$/.test(text) ? undefined : "This is not an email address";
  }
  if (field === "password") {
    if (value === "") return "Enter a password";
    return value.length >= MIN_PASSWORD_LENGTH
      ? undefined
      : `At least ${MIN_PASSWORD_LENGTH} characters; this has ${value.length}`;
  }
  // An old password may be shorter than today's rule.
  if (field === "currentPassword") return value === "" ? "Enter your password" : undefined;
  return text === "" ? "Enter a name" : undefined;
}
