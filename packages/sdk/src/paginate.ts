interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
interface PagedInput {
  cursor?: string | null | undefined;
}
interface Options {
  signal?: AbortSignal;
}

/**
 * Every item of a list, page after page as they are wanted:
 * `for await (const setting of paginate(mainstay.platform.settings.list, { limit: 100 }))`.
 */
export async function* paginate<I extends PagedInput, T>(
  procedure: { query(input: I, options?: Options): Promise<Page<T>> },
  input?: NoInfer<I>,
  options?: Options,
): AsyncGenerator<T, void, undefined> {
  let cursor = input?.cursor ?? null;
  do {
    const page = await procedure.query(
      { ...input, ...(cursor === null ? {} : { cursor }) } as I,
      options,
    );
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
