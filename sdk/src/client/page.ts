import type { CursorPage as WirePage } from "../wire/api.ts";
import { inCurrentScope } from "./scope.ts";

/** Where a page starts: after one item, before another, or at the beginning. Cursors are opaque. */
export interface PagePosition {
  after?: string | undefined;
  before?: string | undefined;
}

export type FetchPage<T> = (position: PagePosition) => Promise<WirePage<T>>;

/**
 * One page of a list, newest first. Iterating it with `for await` yields the items of this
 * page and of all pages after it, fetched as they are needed.
 *
 * Source: http-contract §5.
 */
export class CursorPage<T> implements AsyncIterable<T> {
  readonly data: T[];
  readonly pagination: WirePage<T>["pagination"];
  readonly #fetch: FetchPage<T>;

  constructor(page: WirePage<T>, fetch: FetchPage<T>) {
    this.data = page.data;
    this.pagination = page.pagination;
    this.#fetch = fetch;
  }

  hasNextPage(): boolean {
    return Boolean(this.pagination.next);
  }

  hasPreviousPage(): boolean {
    return Boolean(this.pagination.previous);
  }

  /** @throws Error when there is none: ask `hasNextPage()` first. */
  getNextPage(): Promise<CursorPage<T>> {
    const after = this.pagination.next;
    if (!after) throw new Error("There is no next page: ask hasNextPage() before getNextPage().");
    return this.#at({ after });
  }

  /** @throws Error when there is none: ask `hasPreviousPage()` first. */
  getPreviousPage(): Promise<CursorPage<T>> {
    const before = this.pagination.previous;
    if (!before) {
      throw new Error("There is no previous page: ask hasPreviousPage() before getPreviousPage().");
    }
    return this.#at({ before });
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    let page: CursorPage<T> = this;
    yield* page.data;
    while (page.hasNextPage()) {
      page = await page.getNextPage();
      yield* page.data;
    }
  }

  async #at(position: PagePosition): Promise<CursorPage<T>> {
    return new CursorPage(await this.#fetch(position), this.#fetch);
  }
}

/** Await it for the first page, or iterate it for all items. */
export type CursorPagePromise<T> = Promise<CursorPage<T>> & AsyncIterable<T>;

export function cursorPages<T>(fetch: FetchPage<T>, start: PagePosition): CursorPagePromise<T> {
  const fetchHere = inCurrentScope(fetch);
  const first = fetch(start).then((page) => new CursorPage(page, fetchHere));
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      yield* await first;
    },
  });
}
