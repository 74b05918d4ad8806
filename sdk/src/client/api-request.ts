/** One call to the API, before it is authorised and sent. */
export interface ApiRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** From the root of the server, with a leading slash; already percent-encoded. */
  path: string;
  query?: URLSearchParams | undefined;
  /** Sent as JSON; absent means an empty body. */
  body?: object | undefined;
  /** Sent in place of `body`: JSON that is compressed already. */
  gzippedJson?: Uint8Array<ArrayBuffer> | undefined;
  /** Sent in place of `body`: one JSON value a line. */
  jsonLines?: string | undefined;
  /** Besides those that every call has. */
  headers?: Record<string, string> | undefined;
  /** Of a wish that may be sent again by code that runs again; else each call has one of its own. */
  requestKey?: string | undefined;
  /** Who is calling. Default `sdk`. */
  source?: "sdk" | "cli" | undefined;
}

export interface ApiAnswer {
  body: object;
  headers: Headers;
}

/** Something that answers calls in place of the server. */
export type AnswerRequest = (request: ApiRequest) => Promise<ApiAnswer>;
