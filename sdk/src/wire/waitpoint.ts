/** A token as lists show it. Dates are ISO 8601 strings; what has no value is left out. */
export interface WaitpointObject {
  /** `waitpoint_…` */
  id: string;
  /** A POST to it completes the token, without a key: its body is the output. */
  url: string;
  status: WaitpointStatus;
  tags: string[];
  createdAt: string;
  /** Also of one that has timed out. */
  completedAt?: string;
  timeoutAt?: string;
  idempotencyKey?: string;
  idempotencyKeyExpiresAt?: string;
}

export type WaitpointStatus = "WAITING" | "COMPLETED" | "TIMED_OUT";

export interface WaitpointDetail extends WaitpointObject {
  /** JSON. Of one that has timed out: an object with a `message`. */
  output?: string;
  outputType?: string;
  outputIsError?: boolean;
}

export interface CreateWaitpointResponse {
  id: string;
  /** True when the idempotency key led to a token that was there already. */
  isCached: boolean;
  url: string;
}
