/**
 * Pieces of SQL for making up rows. Everything is a function of a number, so that one seed is the same
 * each time and one statement makes a hundred thousand rows.
 */

/** A number in [0, 1) that depends on the text `of` and the salt only. */
export const random = (of: string, salt: number): string =>
  `((hashtextextended(${of}, ${salt}) & 1048575) / 1048576.0)`;

/** About normally distributed around 0, with a deviation of 1. */
export const bell = (of: string, salt: number): string =>
  `((${random(of, salt)} + ${random(of, salt + 1)} + ${random(of, salt + 2)} - 1.5) * 2)`;

/** One element of an array constructor. */
export const oneOf = (of: string, salt: number, values: readonly string[]): string =>
  `(ARRAY[${values.map((value) => `'${value}'`).join(", ")}])[1 + floor(${random(of, salt)} * ${values.length})::int]`;

/** A UUID of version 7 for a moment; the same text gives the same id at the same moment. */
export const uuidAt = (at: string, of: string): string => `(
  lpad(to_hex((extract(epoch FROM ${at}) * 1000)::bigint), 12, '0') || '7' ||
  substr(md5(${of}), 1, 3) || '8' || substr(md5(${of}), 4, 15)
)::uuid`;

/** 16 hex characters, as spans are named. */
export const spanId = (of: string): string => `substr(md5(${of}), 1, 16)`;

export const seconds = (ms: string): string => `make_interval(secs => (${ms}) / 1000.0)`;
