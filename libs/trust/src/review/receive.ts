import type { Clock } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import type { AssessmentRow } from '../assessment/assessment-row.js';

/** What was decided of a pledge and holds of its new answer too. */
export type Standing = Pick<AssessmentRow, 'id' | 'effective_action' | 'effective_by' | 'effective_at'>;

/**
 * In the transaction that stores answers, once they are the latest: what was decided goes on holding, and what is risky
 * arrives at the cases. @returns by id of the answer what holds of it in place of its own disposition.
 */
export async function receive(
  transaction: Transaction,
  stored: readonly Pick<AssessmentRow, 'id' | 'live' | 'disposition' | 'revision'>[],
  clock: Clock,
): Promise<ReadonlyMap<string, Standing>> {
  const ids = stored.filter(mayMatter).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const now = new Date(clock.now());
  const standing = await transaction.query<Standing>('review/receive_assessments', { ids, now });
  return new Map(standing.map((one) => [one.id, one]));
}

/** What is accepted at once was not decided before and needs nobody, as almost all is: it is not asked about. */
const mayMatter = ({
  live,
  disposition,
  revision,
}: Pick<AssessmentRow, 'live' | 'disposition' | 'revision'>): boolean =>
  live && (disposition !== 'accept' || revision !== 1);
