import type { ImportedOutcome, ImportPosition, PledgeOutcomeRow } from '#libs/contracts';
import type { Buckets } from '#libs/events';
import type { Database, Transaction } from '#libs/postgres';
import { savePosition, type Hold } from './import.repository.js';

type Stepping = Extract<ImportPosition, { phase: 'observe' | 'score' }>;
type Outcome = NonNullable<ImportedOutcome['outcome']>;

interface LastRow {
  readonly known_at: number;
  readonly line: number;
  readonly part: number;
  readonly stamp: number;
  readonly rows: number;
  readonly pledges: number;
}

interface OutcomeRow {
  readonly kind: 'outcome' | 'label';
  readonly pledge_id: string;
  readonly base_amount: number | null;
  readonly occurred_at: number;
  readonly known_at: number;
  readonly body: string;
  readonly is_known: boolean;
  readonly is_stored: boolean;
  readonly left_aside: number;
}

const rowLimit = 20_000;

/** The parameters of a page of rows, with what their stamps go on from. */
export const pageAfter = (import_id: string, { after, stamp }: Stepping, row_limit: number) => ({
  import_id,
  after_known_at: after.knownAt,
  after_line: after.line,
  after_part: after.part,
  row_limit,
  last_stamp: stamp,
});

/**
 * Gives the rows of an import their stamps, in the order of (time, line), and makes observations of them: of no epoch, so
 * that only the import's own pledges see them. A batch is one transaction with the position after it.
 *
 * @returns the position after the batch, or undefined when all rows are observed
 */
export async function observeBatch(
  { database, buckets, now }: { readonly database: Database; readonly buckets: Buckets; readonly now: Date },
  id: string,
  position: Stepping,
  hold: Hold,
): Promise<Stepping | undefined> {
  return database.transaction(async (transaction) => {
    const page = pageAfter(id, position, rowLimit);
    const [last] = await transaction.rendered<LastRow>('import/find_page_end', {}, page);
    if (last === undefined) return undefined;
    // Planned anew each time: the tables grow from nothing to millions meanwhile.
    const [{ inserted } = { inserted: 0 }] = await transaction.rendered<{ inserted: number }>(
      'import/insert_pledges',
      {},
      page,
    );
    const outcomes =
      last.pledges === last.rows
        ? []
        : await transaction.rendered<OutcomeRow>('import/insert_outcomes', {}, { ...page, received_at: now });
    await stageOutcomes(buckets, id, position.batch, outcomes);
    await hold(transaction);
    const next: Stepping = {
      ...position,
      done: position.done + last.rows,
      after: { knownAt: last.known_at, line: last.line, part: last.part },
      stamp: last.stamp,
      batch: position.batch + 1,
    };
    await saveCounts(transaction, id, next, { pledges: last.pledges, inserted }, outcomes);
    return next;
  });
}

async function saveCounts(
  transaction: Transaction,
  id: string,
  position: Stepping,
  { pledges, inserted }: { readonly pledges: number; readonly inserted: number },
  outcomes: readonly OutcomeRow[],
): Promise<void> {
  const stored = outcomes.filter(({ is_stored }) => is_stored);
  const known = outcomes.filter(({ is_known }) => is_known);
  await savePosition(transaction, id, position, {
    pledges: inserted,
    outcomes: stored.filter(({ kind }) => kind === 'outcome').length,
    labels: stored.filter(({ kind }) => kind === 'label').length,
    repeated: pledges - inserted + known.length - stored.length,
    quarantined: outcomes[0]?.left_aside ?? 0,
  });
}

/** The warehouse gets what was stored; nothing of it is loaded before the import is complete. */
async function stageOutcomes(
  buckets: Buckets,
  origin: string,
  batch: number,
  outcomes: readonly OutcomeRow[],
): Promise<void> {
  const rows = outcomes.filter(({ kind, is_stored }) => kind === 'outcome' && is_stored).map(bucketRow);
  if (rows.length === 0) return;
  await buckets.stage({ source: 'import', table: 'pledge_outcome', origin, part: bucketPart(batch, 0) }, rows);
}

/** Three tables' parts of each batch, numbered so that a batch that is done again writes the same ones. */
export const bucketPart = (batch: number, table: 0 | 1 | 2): number => batch * 3 + table;

function bucketRow(row: OutcomeRow): PledgeOutcomeRow {
  const outcome = JSON.parse(row.body) as Outcome;
  return {
    pledge_id: row.pledge_id,
    outcome_id: outcome.id,
    kind: outcome.kind,
    category: outcome.category ?? null,
    reason_code: outcome.reasonCode ?? null,
    amount: outcome.amount ?? null,
    currency: outcome.currency ?? null,
    base_amount: row.base_amount,
    occurred_at: Math.floor(row.occurred_at / 1_000),
    known_at: Math.floor(row.known_at / 1_000),
    live: true,
  };
}
