/** Names in a condition, on all its levels, that are tested for each evaluation; values of a list are looked up at once. */
export const LARGEST_CONDITION = 2_000;

/** Elements of an attribute that conditions are tried on one by one; a longer list is made to keep a server busy. */
export const LONGEST_ATTRIBUTE = 10_000;

/** Pairs of an expected value and an element that `$all` compares. */
export const MOST_PAIRS = 1_000_000;

/** Whether a condition has more names than are served. Looks no deeper than it must. */
export function isTooLarge(condition: unknown): boolean {
  let names = 0;
  const waiting: unknown[] = [condition];
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (!Array.isArray(value)) names += Object.keys(value).length;
    if (names > LARGEST_CONDITION) return true;
    for (const part of Object.values(value) as unknown[])
      if (typeof part === 'object' && part !== null) waiting.push(part);
  }
  return false;
}
