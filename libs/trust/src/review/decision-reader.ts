import { Inject, Injectable } from '@nestjs/common';
import type { DecidedPledge, DecisionPage, DecisionQuery, ReviewDecision, RecordedActor } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';

type DecisionRow = Omit<ReviewDecision, 'by' | 'actor' | 'second' | 'pledges'> & {
  readonly made_by: ReviewDecision['by'];
  readonly actor_kind: RecordedActor['kind'];
  readonly actor_id: string;
  readonly actor_name: string;
  readonly second_id: string | null;
  readonly second_name: string | null;
};

/** A pledge of a decision, with what held before it. */
export interface DecisionPledgeRow {
  readonly decision_id: string;
  readonly pledge_id: string;
  readonly action: DecidedPledge['effective']['action'];
  readonly action_by: DecidedPledge['effective']['by'];
  readonly action_at: Date;
  readonly before_action: DecidedPledge['effective']['action'];
  readonly before_by: DecidedPledge['effective']['by'];
  readonly before_at: Date;
  readonly before_decision: string | null;
}

const proposedShown = 200;

/** Decisions as they are told: to reviewers, in webhooks, and in their order to whoever missed one. */
@Injectable()
export class DecisionReader {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async page({ after, limit }: DecisionQuery): Promise<DecisionPage> {
    const rows = await this.database.query<DecisionRow>('decision/list_decisions', { after, row_limit: limit });
    const decisions = await this.complete(this.database, rows);
    return { decisions, next_after: decisions.at(-1)?.sequence ?? after };
  }

  /** @throws VerdictError `not_found`. */
  async get(id: string, transaction: Transaction = this.database): Promise<ReviewDecision> {
    const [found] = await this.find([id], transaction);
    if (found === undefined) throw notFound('There is no decision of this id.');
    return found;
  }

  /** What waits for a second reviewer, the oldest last. */
  async proposed(): Promise<ReviewDecision[]> {
    const rows = await this.database.query<{ id: string }>('decision/list_proposed', { row_limit: proposedShown });
    return this.find(rows.map(({ id }) => id));
  }

  /** Newest first. */
  async find(ids: readonly string[], transaction: Transaction = this.database): Promise<ReviewDecision[]> {
    if (ids.length === 0) return [];
    return this.complete(transaction, await transaction.query<DecisionRow>('decision/find_decisions', { ids }));
  }

  private async complete(transaction: Transaction, rows: readonly DecisionRow[]): Promise<ReviewDecision[]> {
    const ids = rows.map(({ id }) => id);
    const pledges = await transaction.query<DecisionPledgeRow>('decision/list_pledges', { ids });
    const of = new Map<string, DecisionPledgeRow[]>(ids.map((id) => [id, []]));
    for (const pledge of pledges) of.get(pledge.decision_id)?.push(pledge);
    return rows.map((row) => viewOf(row, of.get(row.id) ?? []));
  }
}

const viewOf = (
  { made_by, actor_kind, actor_id, actor_name, second_id, second_name, ...row }: DecisionRow,
  pledges: readonly DecisionPledgeRow[],
): ReviewDecision => ({
  ...row,
  by: made_by,
  actor: { kind: actor_kind, id: actor_id, name: actor_name },
  second: second_id === null ? null : { id: second_id, name: second_name ?? second_id },
  pledges: pledges.map(({ pledge_id, action, action_by, action_at }) => ({
    pledge_id,
    effective: { action, by: action_by, at: action_at },
  })),
});
