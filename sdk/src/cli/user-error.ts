/**
 * Something the person at the terminal can put right. Printed as it is, without a stack trace:
 * `message` says what is wrong and where, `advice` what to do about it, line by line.
 */
export class UserError extends Error {
  override readonly name = "UserError";
  readonly advice: string[];

  constructor(message: string, advice: string[] = []) {
    super(message);
    this.advice = advice;
  }
}
