import { createHash } from 'node:crypto';
import type { QuestionParameter } from '#libs/contracts';
import { invalid } from '#libs/errors';
import type { Transaction } from '#libs/postgres';
import { checkSelect, publishedRelations, type CheckedSelect } from '#libs/warehouse';
import { sqlTypes } from './parameter-values.js';

/**
 * A question that may be asked, its parameters cast to their types. What is published decides each time anew: a question
 * that was kept may name what has been withdrawn since.
 * @throws VerdictError `invalid`
 */
export async function checkedQuestion(
  database: Transaction,
  sql: string,
  parameters: readonly QuestionParameter[],
): Promise<CheckedSelect & { readonly hash: string }> {
  const published = await publishedRelations(database);
  const types = parameters.map(({ type }) => sqlTypes[type]);
  const select = await checkSelect(sql, { published, pointer: '/sql', types });
  if (select.parameters !== parameters.length)
    throw invalid('The question’s parameters are not those of its SQL.', [
      {
        pointer: '/parameters',
        rule: 'count',
        detail: `the SQL uses $1 to $${select.parameters}, and ${parameters.length} are described`,
      },
    ]);
  return { ...select, hash: createHash('sha256').update(select.text).digest('hex') };
}
