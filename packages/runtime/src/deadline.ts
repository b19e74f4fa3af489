/** What the work came to, or null when it takes longer; it is not stopped by that. */
export async function inTime<T>(ms: number, work: Promise<T>): Promise<{ value: T } | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), ms);
  try {
    return await Promise.race([work.then((value) => ({ value })), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
