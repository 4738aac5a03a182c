import { Inject, Injectable } from '@nestjs/common';
import { liveSeenBy, type Assessment, type AssessmentQuery, type Principal } from '#libs/contracts';
import { notFound } from '#libs/errors';
import { parseIp } from '#libs/ip';
import { Database, DATABASE } from '#libs/postgres';
import { assessmentView, type AssessmentRow } from './assessment-row.js';
import { readCursor, writeCursor } from './assessment-cursor.js';

export interface AssessmentPage {
  readonly assessments: readonly Assessment[];
  readonly next_cursor: string | null;
}

/** What reviewers ask of stored answers. */
@Injectable()
export class AssessmentService {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** The latest revision, and all revisions, newest first. @throws VerdictError `not_found`. */
  async ofPledge(pledge_id: string, live: boolean): Promise<Assessment & { readonly history: readonly Assessment[] }> {
    const rows = await this.database.query<AssessmentRow>('assessment/list_revisions', { pledge_id, live });
    const history = rows.map(assessmentView);
    const [latest] = history;
    if (latest === undefined) throw notFound('This pledge has not been scored, or its answer waits to be stored.');
    return { ...latest, history };
  }

  /** The latest assessment of each pledge that answers the filters: newest or riskiest first. @throws VerdictError `forbidden`. */
  async list(query: AssessmentQuery, caller: Principal): Promise<AssessmentPage> {
    const { order, limit } = query;
    const after = query.cursor === undefined ? undefined : readCursor(query.cursor, order);
    const name = order === 'time' ? 'assessment/list_by_time' : 'assessment/list_by_score';
    const rows = await this.database.query<AssessmentRow>(name, {
      live: liveSeenBy(caller, query.live),
      min_score: query.min_score ?? null,
      max_score: query.max_score ?? null,
      disposition: query.disposition ?? null,
      reason: query.reason ?? null,
      from_time: query.from ?? null,
      to_time: query.to ?? null,
      backer: query.backer ?? null,
      card: query.card ?? null,
      ip: query.ip === undefined ? null : (parseIp(query.ip)?.text ?? query.ip),
      project: query.project ?? null,
      rule: query.rule ?? null,
      rule_outcome: query.rule_outcome ?? null,
      after_value: after?.value ?? null,
      after_id: after?.id ?? null,
      row_limit: limit + 1,
    });
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    return { assessments: page.map(assessmentView), next_cursor: last === undefined ? null : cursorOf(last, order) };
  }
}

const cursorOf = (row: AssessmentRow, order: AssessmentQuery['order']): string =>
  writeCursor({ value: order === 'time' ? new Date(row.occurred_at).toISOString() : row.risk_score, id: row.id });
