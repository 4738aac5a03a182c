import { Inject, Injectable } from '@nestjs/common';
import { Audit } from '#libs/access';
import {
  CLOCK,
  dayAt,
  newId,
  type Clock,
  type Principal,
  type QuestionBody,
  type QuestionListQuery,
  type QuestionView,
} from '#libs/contracts';
import { forbidden, invalid, notFound } from '#libs/errors';
import { Database, DATABASE, type Transaction } from '#libs/postgres';
import { checkedQuestion } from './checked-question.js';
import { runState } from './run-state.js';

interface QuestionRow {
  readonly id: string;
  readonly version: number;
  readonly body: QuestionBody;
  readonly created_by: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly archived_at: Date | null;
  readonly run_id: string | null;
  readonly run_asked_at: Date | null;
  readonly run_answered_at: Date | null;
  readonly run_error: string | null;
}

/** Questions that people keep. Each has passed the same look as a question that is asked. */
@Injectable()
export class QuestionService {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list({ limit, archived }: QuestionListQuery): Promise<QuestionView[]> {
    return (await this.rows({ id: null, archived, row_limit: limit })).map(questionView);
  }

  /** Archived or not. @throws VerdictError `not_found` */
  async get(id: string): Promise<QuestionView> {
    const [row] = await this.rows({ id, archived: false, row_limit: 1 });
    if (row === undefined) throw noQuestion(id);
    return questionView(row);
  }

  /** @throws VerdictError `invalid` for SQL that may not be asked, and for a day that is over */
  async create(body: QuestionBody, caller: Principal): Promise<QuestionView> {
    await this.check(body, caller);
    this.checkDay(body);
    const id = newId(this.clock);
    await this.database.transaction(async (transaction) => {
      const values = {
        id,
        body: JSON.stringify(body),
        created_by: caller.name,
        created_at: new Date(this.clock.now()),
      };
      await transaction.query('question/insert_question', values);
      await this.note(transaction, 'question.create', id, caller, body);
    });
    return this.get(id);
  }

  /** @throws VerdictError `invalid`; `not_found` also for an archived one */
  async update(id: string, body: QuestionBody, caller: Principal): Promise<QuestionView> {
    await this.check(body, caller);
    // A question may be changed after its day, as long as the day stays what it was.
    if ((await this.get(id)).needed_by !== body.needed_by) this.checkDay(body);
    await this.database.transaction(async (transaction) => {
      const values = { id, body: JSON.stringify(body), updated_at: new Date(this.clock.now()) };
      if ((await transaction.maybeOne('question/update_question', values)) === undefined) throw noQuestion(id);
      await this.note(transaction, 'question.change', id, caller, body);
    });
    return this.get(id);
  }

  /** No longer asked; its answers stay. @throws VerdictError `not_found` */
  async archive(id: string, caller: Principal): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const values = { id, archived_at: new Date(this.clock.now()) };
      if ((await transaction.maybeOne('question/archive_question', values)) === undefined) throw noQuestion(id);
      await this.note(transaction, 'question.archive', id, caller);
    });
  }

  private async check({ sql, parameters }: QuestionBody, caller: Principal): Promise<void> {
    if (!caller.live) throw forbidden('A test key keeps no questions.');
    await checkedQuestion(this.database, sql, parameters);
  }

  private checkDay({ needed_by }: QuestionBody): void {
    const today = dayAt(this.clock.now());
    if (needed_by >= today) return;
    const detail = `${needed_by} is over: today is ${today} (UTC)`;
    throw invalid(`Nobody can answer by then: ${detail}.`, [{ pointer: '/needed_by', rule: 'past', detail }]);
  }

  private rows(values: { id: string | null; archived: boolean; row_limit: number }): Promise<QuestionRow[]> {
    return this.database.query<QuestionRow>('question/list_questions', values);
  }

  private note(transaction: Transaction, action: string, id: string, actor: Principal, after?: unknown): Promise<void> {
    return this.audit.record(transaction, { actor, action, subjectKind: 'question', subjectId: id, after });
  }
}

const noQuestion = (id: string): Error => notFound(`No question ${id}.`);

const questionView = ({
  body,
  run_id,
  run_asked_at,
  run_answered_at,
  run_error,
  ...row
}: QuestionRow): QuestionView => ({
  ...row,
  ...body,
  last_run:
    run_id === null || run_asked_at === null
      ? null
      : { id: run_id, at: run_asked_at, state: runState(run_answered_at, run_error) },
});
