/** At most this many items of one list are read; a page that shows a list says when there are more. */
export const LIST_LIMIT = 2000;
const PAGE = 200;

export interface Listed<T> {
  readonly items: readonly T[];
  /** There are more than {@link LIST_LIMIT}. */
  readonly cut: boolean;
}

interface Page<T> {
  items: T[];
  next?: string | null;
}

/** Reads a list to its end, page by page. */
export async function readAll<T>(
  readPage: (query: { limit: number; cursor?: string }) => Promise<Page<T>>,
): Promise<Listed<T>> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<T> = await readPage(
      cursor === null ? { limit: PAGE } : { limit: PAGE, cursor },
    );
    items.push(...page.items);
    cursor = page.next ?? null;
  } while (cursor !== null && items.length < LIST_LIMIT);
  return { items, cut: cursor !== null };
}
