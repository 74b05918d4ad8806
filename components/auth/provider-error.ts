/** What went wrong with a provider, from the code that the sign-in library puts into the address. */
export function providerError(code: string | string[] | undefined): string | undefined {
  if (typeof code !== "string" || code === "") return undefined;
  switch (code) {
    case "link":
      return "This link was used or is too old. Start Pawl again for another one.";
    case "signup_disabled":
      return "There is no account with this identity here. Ask for an invitation.";
    case "account_not_linked":
      return "There is an account with this email. Sign in with its password, then connect the provider under Account.";
    case "account_already_linked_to_different_user":
      return "This identity belongs to another account here.";
    case "email_not_found":
      return "The provider did not say your email address, which an account needs.";
    case "access_denied":
      return "You did not allow it, or the provider refused.";
    default:
      return `The provider or its configuration refused (${code.slice(0, 80)}). Nothing was changed; try again.`;
  }
}
