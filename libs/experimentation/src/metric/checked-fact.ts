import { createHash } from 'node:crypto';
import { invalid } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { checkSelect, publishedRelations, type CheckedSelect } from '#libs/warehouse';

/**
 * A fact's SQL, which may name what is published now and nothing else, as a question may.
 * @throws VerdictError `invalid`
 */
export async function checkedFact(
  database: Transaction,
  sql: string,
): Promise<CheckedSelect & { readonly hash: string }> {
  const published = await publishedRelations(database);
  const select = await checkSelect(sql, { published, pointer: '/sql', refusal: 'This cannot be a fact' });
  if (select.parameters > 0) {
    const detail = 'a fact has no parameters: each metric has its own window and filters';
    throw invalid(`This cannot be a fact: ${detail}.`, [{ pointer: '/sql', rule: 'parameters', detail }]);
  }
  return { ...select, hash: createHash('sha256').update(select.text).digest('hex') };
}
