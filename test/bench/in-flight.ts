/** Calls `work` `count` times, `width` of them at once. */
export async function inFlight(
  width: number,
  count: number,
  work: () => Promise<unknown>,
): Promise<void> {
  let left = count;
  const lane = async () => {
    while (left-- > 0) await work();
  };
  await Promise.all(Array.from({ length: width }, lane));
}
