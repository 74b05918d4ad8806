import { z } from "zod";

/** What an account is made of; the same wherever one is made or changed. */
export const accountName = z.string().trim().min(1, "must not be empty").max(100);

export const accountEmail = z
  .email("must be an email address")
  .transform((email) => email.toLowerCase());

export const accountPassword = z.string().min(8, "must have at least 8 characters").max(128);

export const newAccountInput = z.object({
  name: accountName,
  email: accountEmail,
  password: accountPassword,
});
