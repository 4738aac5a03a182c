import { newId, type Clock, type DispositionAction, type QueueView } from '#libs/contracts';
import type { Transaction } from '#libs/postgres';
import { entityOfPledge, type Entity, type Identified } from './case-entity.js';
import { queueFor } from './queue-match.js';

interface ArrivalRow extends Identified {
  readonly assessment_id: string;
  readonly cause: string;
  readonly project_id: string;
  readonly risk_score: number;
  readonly base_amount: number | null;
  readonly disposition: DispositionAction;
  readonly reason_codes: readonly string[];
}

/** A case that is to be there: opened where its entity has none. */
export interface WantedCase {
  readonly entity: Entity;
  readonly queue: string;
  readonly cause: string;
  readonly findings: unknown;
  readonly pledges: readonly { readonly pledge_id: string; readonly project_id: string; readonly cause: string }[];
}

/** Brings what arrived to its cases, at most `limit` answers. @returns how many there were. */
export async function takeArrivals(transaction: Transaction, clock: Clock, limit: number): Promise<number> {
  const rows = await transaction.query<ArrivalRow>('review/list_arrivals', { row_limit: limit });
  if (rows.length === 0) return 0;
  const queues = await transaction.query<QueueView>('review_queue/list_queues');
  const wanted = rows.map((row): WantedCase => {
    const entity = entityOfPledge(row);
    const { pledge_id, project_id, cause } = row;
    const queue = queueFor(queues, { ...row, entity: entity.kind });
    return { entity, queue, cause, findings: null, pledges: [{ pledge_id, project_id, cause }] };
  });
  await openAndJoin(transaction, clock, wanted);
  await transaction.query('review/delete_arrivals', { ids: rows.map(({ assessment_id }) => assessment_id) });
  return rows.length;
}

/** Opens the cases that are not there, in the order of their entities, and lets the pledges join. @returns their ids. */
export async function openAndJoin(
  transaction: Transaction,
  clock: Clock,
  wanted: readonly WantedCase[],
): Promise<string[]> {
  const now = new Date(clock.now());
  const cases = wanted.map(({ entity, queue, cause, findings }) => ({
    id: newId(clock),
    entity_kind: entity.kind,
    entity_id: entity.id,
    queue,
    cause,
    findings,
    opened_at: now,
  }));
  await transaction.query('review_case/insert_cases', { rows: JSON.stringify(cases) });
  const joining = wanted.flatMap(({ entity, pledges }) =>
    pledges.map((pledge) => ({ entity_kind: entity.kind, entity_id: entity.id, ...pledge })),
  );
  const rows = JSON.stringify(joining.map((row, place) => ({ place, ...row })));
  const joined = await transaction.query<{ id: string }>('review_case/join_cases', { rows, now });
  const ids = joined.map(({ id }) => id);
  await transaction.query('review_case/sum_cases', { ids });
  return ids;
}
