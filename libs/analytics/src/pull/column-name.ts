const longest = 63;
/** The warehouse's own column of a snapshot. */
const taken = new Set(['snapshot_on']);

/** What the warehouse calls a column: `Created At` and `createdAt` are created_at, `2nd` is _2nd, `a"; DROP` is a_drop. */
export function columnName(theirs: string): string {
  const plain = theirs
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/(\p{Ll}|\d)(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '_')
    .replace(/(?<=[^_])_+$/, '')
    .slice(0, longest - 1);
  return plain === '' || /^\d/.test(plain) || taken.has(plain) ? `_${plain}` : plain;
}
