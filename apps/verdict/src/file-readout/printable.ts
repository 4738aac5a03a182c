/** Whatever a terminal would obey instead of show: control characters, and letters that turn the direction of text. */
const obeyed = /[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Names and values come from a file of anybody's: the same value, with nothing in its texts that a terminal obeys. */
export function printable<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replaceAll(obeyed, '·') as Value & string;
  if (Array.isArray(value)) return value.map(printable) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, printable(one)])) as Value;
}
