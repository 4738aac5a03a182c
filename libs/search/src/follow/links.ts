import type { Transaction } from '#libs/postgres';
import type { NewDocument } from '../history.js';

/**
 * Keeps which visitor became which backer: the first link of each counts, in the order of the batches and of their lines.
 * A rebuild finds the links that the sink has made, and makes no others.
 */
export async function insertLinks(transaction: Transaction, documents: readonly NewDocument[]): Promise<void> {
  const links = new Map<string, { live: boolean; visitor: string; backer: string }>();
  for (const { live, link } of documents) {
    const key = `${live} ${link?.visitor}`;
    if (link !== null && !links.has(key)) links.set(key, { live, ...link });
  }
  if (links.size === 0) return;
  // In one order, whoever inserts: two at once must not wait for each other.
  const sorted = [...links].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, link]) => link);
  await transaction.query('history_link/insert_links', {
    live: sorted.map(({ live }) => live),
    visitor: sorted.map(({ visitor }) => visitor),
    backer: sorted.map(({ backer }) => backer),
  });
}
