import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  type CaseFinding,
  type CheckedPledge,
  type Clock,
  type CollectionAnswer,
  type CollectionCheck,
  type Principal,
  type QueueView,
  type SystemActor,
} from '#libs/contracts';
import { notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { assessmentView, type AssessmentRow } from '../assessment/assessment-row.js';
import { openAndJoin } from './case-intake.js';
import { DecisionService } from './decision.service.js';
import { findingsOf, type CreatorMarks, type ProjectFindings, type TiedPledge } from './project-findings.js';
import { queueFor } from './queue-match.js';
import { Rescorer } from './rescorer.js';

const answers = { accept: 'collect', manual_review: 'hold', reject: 'cancel' } as const;

const checker: SystemActor = { kind: 'system', id: 'collection_check', name: 'the check before the collection' };

interface HoldablePledge {
  readonly pledge_id: string;
  readonly risk_score: number;
  readonly base_amount: number | null;
}

/** Before the money moves: a project's uncollected pledges by what is known now, and the project as a whole. */
@Injectable()
export class CollectionCheckService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Rescorer) private readonly rescorer: Rescorer,
    @Inject(DecisionService) private readonly decisions: DecisionService,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Re-scores one portion, opens at most one case about the project, and says of each pledge what is to become of it: what is
   * decided stands. @throws VerdictError `not_found` for a project without an uncollected pledge.
   */
  async check(project_id: string, { after, limit }: CollectionCheck, actor: Principal): Promise<CollectionAnswer> {
    const found = await this.find(project_id);
    const values = { project_id, after: after ?? null, row_limit: limit + 1 };
    const rows = await this.database.query<AssessmentRow>('assessment/list_uncollected', values);
    if (rows.length === 0 && after === undefined)
      throw notFound('This project has no pledge that is scored and not collected.');
    const page = rows.slice(0, limit);
    const rescored = page.length === 0 ? [] : await this.rescorer.rescore(page, { cause: 'collection_check' });
    const caseId = await this.open(project_id, found, actor);
    const ids = rescored.map(({ pledge_id }) => pledge_id);
    const latest = await this.database.query<AssessmentRow>('assessment/find_latest', { pledge_ids: ids });
    return {
      project_id,
      checked_at: new Date(this.clock.now()),
      findings: found.findings,
      case_id: caseId,
      pledges: latest.map(checkedOf).toSorted((one, other) => (one.pledge_id < other.pledge_id ? -1 : 1)),
      next_after: rows.length > limit ? (page.at(-1)?.pledge_id ?? null) : null,
    };
  }

  private async find(project_id: string): Promise<ProjectFindings> {
    const [pledges, creator] = await Promise.all([
      this.database.query<TiedPledge>('review/list_tied', { project_id }),
      this.database.one<CreatorMarks>('review/find_creator_marks', { project_id }),
    ]);
    return findingsOf(pledges, creator);
  }

  /** What a finding is about waits for a person; the case is found again by every further portion. */
  private async open(project_id: string, found: ProjectFindings, actor: Principal): Promise<string | null> {
    const { findings, pledges } = found;
    if (findings.length === 0) return null;
    return this.database.transaction(async (transaction) => {
      const values = { entity_kind: 'project', entity_id: project_id };
      const before = await transaction.maybeOne<{ id: string }>('review_case/find_unclosed', values);
      if (before !== undefined) {
        await transaction.query('review_case/update_findings', { id: before.id, findings: JSON.stringify(findings) });
      }
      const held = await transaction.query<HoldablePledge>('review/list_holdable', {
        pledge_ids: [...pledges],
      });
      if (held.length === 0) return before?.id ?? null;
      const id = await this.join(transaction, project_id, findings, held);
      const [first] = findings;
      const about = { caseId: id, subject: { kind: 'project', id: project_id }, action: 'hold' } as const;
      const pledgeIds = held.map(({ pledge_id }) => pledge_id);
      const reason = first?.finding ?? 'The project was checked before its collection.';
      await this.decisions.decideByPolicy(transaction, { ...about, reason, pledgeIds }, checker);
      if (before === undefined)
        await this.audit.record(transaction, {
          actor,
          action: 'case.collection_check',
          subjectKind: 'case',
          subjectId: id,
          after: { project_id, findings },
        });
      return id;
    });
  }

  private async join(
    transaction: Transaction,
    project_id: string,
    findings: readonly CaseFinding[],
    held: readonly HoldablePledge[],
  ): Promise<string> {
    const cause = 'collection_check';
    const pledges = held.map(({ pledge_id }) => ({ pledge_id, project_id, cause }));
    const entity = { kind: 'project', id: project_id } as const;
    const queues = await transaction.query<QueueView>('review_queue/list_queues');
    const amount = held.reduce((sum, { base_amount }) => sum + (base_amount ?? 0), 0);
    const queue = queueFor(queues, {
      entity: 'project',
      project_id,
      risk_score: Math.max(...held.map(({ risk_score }) => risk_score)),
      base_amount: amount,
      disposition: 'manual_review',
      reason_codes: findings.map(({ code }) => code),
    });
    const [id] = await openAndJoin(transaction, this.clock, [{ entity, queue, cause, findings, pledges }]);
    if (id === undefined) throw new Error('A case that was opened is not there.');
    return id;
  }
}

const checkedOf = (row: AssessmentRow): CheckedPledge => {
  const { pledge_id, revision, risk_score, effective } = assessmentView(row);
  return { pledge_id, answer: answers[effective.action], revision: revision ?? 0, risk_score, effective };
};
