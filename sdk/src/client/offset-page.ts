import type { OffsetPage as WirePage } from "../wire/queue.ts";
import { inCurrentScope } from "./scope.ts";

/**
 * One page of a list that is paged by number. Iterating it with `for await` yields the items of this
 * page and of all pages after it, fetched as they are needed.
 *
 * Source: http-contract §5.
 */
export class OffsetPage<T> implements AsyncIterable<T> {
  readonly data: T[];
  readonly pagination: WirePage<T>["pagination"];
  readonly #fetch: (page: number) => Promise<WirePage<T>>;

  constructor(page: WirePage<T>, fetch: (page: number) => Promise<WirePage<T>>) {
    this.data = page.data;
    this.pagination = page.pagination;
    this.#fetch = fetch;
  }

  hasNextPage(): boolean {
    return this.pagination.currentPage < this.pagination.totalPages;
  }

  hasPreviousPage(): boolean {
    return this.pagination.currentPage > 1;
  }

  /** @throws Error when there is none: ask `hasNextPage()` first. */
  getNextPage(): Promise<OffsetPage<T>> {
    if (!this.hasNextPage()) throw new Error("There is no next page: ask hasNextPage() first.");
    return this.#at(this.pagination.currentPage + 1);
  }

  /** @throws Error when there is none: ask `hasPreviousPage()` first. */
  getPreviousPage(): Promise<OffsetPage<T>> {
    if (!this.hasPreviousPage()) {
      throw new Error("There is no previous page: ask hasPreviousPage() first.");
    }
    return this.#at(this.pagination.currentPage - 1);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    let page: OffsetPage<T> = this;
    yield* page.data;
    while (page.hasNextPage()) {
      page = await page.getNextPage();
      yield* page.data;
    }
  }

  async #at(page: number): Promise<OffsetPage<T>> {
    return new OffsetPage(await this.#fetch(page), this.#fetch);
  }
}

/** Await it for the first page, or iterate it for all items. */
export type OffsetPagePromise<T> = Promise<OffsetPage<T>> & AsyncIterable<T>;

export function offsetPages<T>(
  fetch: (page: number) => Promise<WirePage<T>>,
  start: number,
): OffsetPagePromise<T> {
  const fetchHere = inCurrentScope(fetch);
  const first = fetch(start).then((page) => new OffsetPage(page, fetchHere));
  return Object.assign(first, {
    async *[Symbol.asyncIterator]() {
      yield* await first;
    },
  });
}
